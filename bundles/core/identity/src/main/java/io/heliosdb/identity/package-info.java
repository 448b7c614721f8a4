/** Who may log in: the users of a home, as the command line edits them. */
package io.heliosdb.identity;
