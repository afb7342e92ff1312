@echo off
rem Starts the program that this file is called after.
setlocal
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"

rem The version stands in a file beside Java, which is faster than to ask; where there is none, ask.
if not defined JAVA_HOME goto ask
if not exist "%JAVA%" (
  echo %~n0: JAVA_HOME is set, but it has no bin\java.exe. Set it to a Java 17 or newer. 1>&2
  exit /b 1
)
if not exist "%JAVA_HOME%\release" goto ask
findstr /r /c:"^JAVA_VERSION=.1[7-9]" /c:"^JAVA_VERSION=.[2-9][0-9]" "%JAVA_HOME%\release" >nul
if errorlevel 1 goto old
goto start

:ask
"%JAVA%" --version 2>nul | findstr /r /c:"^[a-zA-Z]* 1[7-9][-. ]" /c:"^[a-zA-Z]* [2-9][0-9][-. ]" >nul
if errorlevel 1 goto old

:start
"%JAVA%" -XX:+UseSerialGC -Xshare:auto "-Dfastmigrate.program=%~n0" -jar "%~dp0..\lib\fastmigrate-cli.jar" %*
exit /b %ERRORLEVEL%

:old
echo %~n0: Java 17 or newer is needed and was not found. Install one, or set JAVA_HOME. 1>&2
exit /b 1
