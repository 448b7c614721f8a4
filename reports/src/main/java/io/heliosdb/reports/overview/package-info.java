/**
 * The overview of a run: one page of HTML without scripts or other files, for a browser, a phone and a printer. It links
 * into the Allure report beside it.
 */
package io.heliosdb.reports.overview;
