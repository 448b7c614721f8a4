/** Redis's protocol, RESP2 and what its clients need of RESP3, in front of a table. */
package com.example.resp;
