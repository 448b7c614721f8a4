/** The sub-commands: their options, their help, what they print. */
package io.heliosdb.launcher.command;
