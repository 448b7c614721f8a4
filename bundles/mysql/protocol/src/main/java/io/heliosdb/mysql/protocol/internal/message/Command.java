package io.heliosdb.mysql.protocol.internal.message;

/** What a client asks once it is logged in (manual, "Command Phase"). */
public sealed interface Command extends ClientMessage
        permits ComChangeUser,
                ComDebug,
                ComFieldList,
                ComInitDb,
                ComPing,
                ComProcessInfo,
                ComProcessKill,
                ComQuery,
                ComQuit,
                ComResetConnection,
                ComSetOption,
                ComStatistics,
                ComStmtClose,
                ComStmtExecute,
                ComStmtFetch,
                ComStmtPrepare,
                ComStmtReset,
                ComStmtSendLongData {}
