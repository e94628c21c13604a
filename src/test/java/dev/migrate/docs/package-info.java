/** Holds README and docs to the program: every command in them is run, every output compared, every config parsed. */
package dev.migrate.docs;
