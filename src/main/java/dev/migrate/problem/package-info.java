/**
 * What went wrong, where, and what to do: the one shape in which every room tells the user of a problem.
 *
 * <p>Values only, below every other room. No wording of a particular problem belongs here, and no drawing of it
 * (that is {@code report}).
 */
package dev.migrate.problem;
