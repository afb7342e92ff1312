@echo off
rem Starts the program that this file is called after.
setlocal
set "JAVA=java"
if not "%JAVA_HOME%"=="" set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo %~n0: Java does not start. Install Java 17 or newer, or set JAVA_HOME. 1>&2
  exit /b 1
)
"%JAVA%" --version 2>nul | findstr /r /c:"^[a-zA-Z]* 1[7-9][. ]" /c:"^[a-zA-Z]* [2-9][0-9][. ]" >nul
if errorlevel 1 (
  echo %~n0: Java 17 or newer is needed. Install one, or set JAVA_HOME. 1>&2
  exit /b 1
)
"%JAVA%" -XX:+UseSerialGC "-Dfastmigrate.program=%~n0" -jar "%~dp0..\lib\fastmigrate-cli.jar" %*
exit /b %ERRORLEVEL%
