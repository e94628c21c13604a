/** The program's entry: builds the objects of all rooms in a few readable lines, and exits. */
package dev.migrate;
