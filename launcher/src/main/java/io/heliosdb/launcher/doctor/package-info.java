/** What the machine has and lacks: each check looks at one thing and says what to do about it. */
package io.heliosdb.launcher.doctor;
