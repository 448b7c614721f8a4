/** HTTP as the admin port speaks it: requests, responses, routes, and the handler that brings them together. */
package io.heliosdb.console.internal.http;
