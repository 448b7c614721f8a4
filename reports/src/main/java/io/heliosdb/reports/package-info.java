/**
 * What a conformance run leaves behind: the summary that tools read ({@code conformance.json}), the table that people
 * read in the terminal, and the Allure report that they open.
 */
package io.heliosdb.reports;
