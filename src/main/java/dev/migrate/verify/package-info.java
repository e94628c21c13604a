/**
 * The proof that what is there is what was meant: queries with expectations in the files, and the checks that compare
 * a database with files, history and a rebuild.
 *
 * <p>An expectation and what comes of it are values; only what runs queries talks to PostgreSQL, and whatever a query
 * writes is rolled back. How a result is shown to people is {@code report}'s, where a section of a file begins and
 * ends is {@code migration}'s.
 */
package dev.migrate.verify;
