/** Who may ask what: the token, the page's sessions, the checks that every request passes. */
package io.heliosdb.console.internal.access;
