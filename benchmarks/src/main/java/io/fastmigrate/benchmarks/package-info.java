/** Measures fastmigrate beside its peers on the same work. */
package io.fastmigrate.benchmarks;
