/**
 * What a rehearsal saw, judged by rules: facts in, findings out.
 *
 * <p>Rules only: nothing here asks a server or reads a file, and no rule goes by the text of a statement where the server
 * knows better. How large a table is on the target comes in as a function.
 */
package dev.migrate.lint;
