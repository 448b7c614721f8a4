/**
 * What was published last: the baseline that a release may not fall behind, and what users read of it, the page
 * {@code COMPATIBILITY.md} and a badge a driver.
 */
package io.heliosdb.reports.published;
