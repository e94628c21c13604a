/**
 * What is to be done, in which order, and why: migrations and history in, a plan out.
 *
 * <p>Values and rules only: nothing here opens a file or a connection, so plain objects suffice to test it. Depends on
 * {@code migration} and {@code history} values alone.
 */
package dev.migrate.plan;
