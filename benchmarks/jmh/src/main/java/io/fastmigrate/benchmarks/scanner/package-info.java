/** The scanner of SQL, measured alone. */
package io.fastmigrate.benchmarks.scanner;
