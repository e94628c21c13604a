/**
 * Draws results: as text for people, as JSON for scripts.
 *
 * <p>Values in, characters out. Knows neither options nor connections; what stands in a result is decided below.
 */
package dev.migrate.report;
