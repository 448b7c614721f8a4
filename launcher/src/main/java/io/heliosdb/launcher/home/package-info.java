/** The home: the folder in which a server keeps everything that it has, and the files there that the launcher owns. */
package io.heliosdb.launcher.home;
