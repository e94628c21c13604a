/**
 * What the user asked for before anything is read or connected: {@code migrate.toml}, the environment, the options
 * that override them, and what is looked for where there is no config.
 *
 * <p>Settings only: paths are named here but not opened (but for the config itself and the look whether a folder is
 * there), and no connection is made. What a migration is, or which policy rules there are, other rooms know. Depends
 * on {@code problem} alone.
 */
package dev.migrate.config;
