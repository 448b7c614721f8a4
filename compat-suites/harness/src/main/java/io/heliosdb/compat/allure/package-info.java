/** Results for Allure. */
package io.heliosdb.compat.allure;
