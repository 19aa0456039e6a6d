-- The marks of all stretches, written out a second time, from the words of the domain: what begins, what ends, and each standing
-- stock with an entry when a dossier comes to be in it and an exit when it ceases to be. {…} are numbers of measures and codes.
create temp view mark (slice_id, at, measure, change) as
    select slice_id, started, {Received}, 1 from stretch where entry = {EntryReceived}
    union all select slice_id, started, {Reopened}, 1 from stretch where entry = {EntryReopened}
    union all select slice_id, started, {TransferredIn}, 1 from stretch where entry = {EntryTransferredIn}
    union all select slice_id, started, {NotAccepted}, 1 from stretch where entry = {EntryNotAccepted}
    union all select slice_id, ended, {TransferredOut}, 1 from stretch where exit = {ExitTransferredOut}
    union all select slice_id, ended, {Withdrawn}, 1 from stretch where exit = {ExitWithdrawn}
    union all select slice_id, ended, {Refused}, 1 from stretch where exit = {ExitRefused} and entry <> {EntryNotAccepted}
    union all select slice_id, ended, {Stopped}, 1 from stretch where exit = {ExitStopped}
    union all select slice_id, ended, {EarlyCurrent} + verdict_current, 1 from stretch where exit = {ExitFinished}
    union all select slice_id, ended, {EarlyPromised} + verdict_promised, 1 from stretch where exit = {ExitFinished}
    union all select slice_id, started, {Open}, 1 from stretch where entry <> {EntryNotAccepted}
    union all select slice_id, ended, {Open}, -1 from stretch where entry <> {EntryNotAccepted} and ended is not null
    union all select slice_id, overdue_current, {OverdueCurrent}, 1 from stretch where overdue_current is not null
    union all select slice_id, ended, {OverdueCurrent}, -1 from stretch where overdue_current is not null and ended is not null
    union all select slice_id, overdue_promised, {OverduePromised}, 1 from stretch where overdue_promised is not null
    union all select slice_id, ended, {OverduePromised}, -1 from stretch where overdue_promised is not null and ended is not null
    union all select slice_id, started, {PausedCurrent}, 1 from stretch where paused = 1
    union all select slice_id, coalesce(overdue_current, ended), {PausedCurrent}, -1 from stretch where paused = 1 and coalesce(overdue_current, ended) is not null
    union all select slice_id, started, {PausedPromised}, 1 from stretch where paused = 1
    union all select slice_id, coalesce(overdue_promised, ended), {PausedPromised}, -1 from stretch where paused = 1 and coalesce(overdue_promised, ended) is not null
    union all select slice_id, started, {OpenNoDueDateCurrent}, 1 from stretch where due_current is null and entry <> {EntryNotAccepted}
    union all select slice_id, ended, {OpenNoDueDateCurrent}, -1 from stretch where due_current is null and entry <> {EntryNotAccepted} and ended is not null
    union all select slice_id, started, {OpenNoDueDatePromised}, 1 from stretch where due_promised is null and entry <> {EntryNotAccepted}
    union all select slice_id, ended, {OpenNoDueDatePromised}, -1 from stretch where due_promised is null and entry <> {EntryNotAccepted} and ended is not null
