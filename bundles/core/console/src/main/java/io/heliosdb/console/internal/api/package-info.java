/** What the admin port answers: the resources of the API, the page, health and metrics. */
package io.heliosdb.console.internal.api;
