/** The rules that a release has to keep, and which of them a report breaks. */
package io.heliosdb.reports.gate;
