/**
 * What {@code apply} would do, before it does: pending migrations rehearsed on a scratch server, judged by rules, and their
 * ways back proven. Changes nothing on the target.
 */
package dev.migrate.preview;
