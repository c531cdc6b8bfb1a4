using Hoth.Local.StateMachines.Executions;
using Hoth.Local.Tests.Storage;

namespace Hoth.Local.Tests.StateMachines;

public sealed class ExecutionStorageTests
{
    [Fact]
    public void Data_directory_of_the_first_version_gets_the_new_tables_when_opened()
    {
        using var test = new TestDatabase();
        test.Database.Prepare(session =>
        {
            session.Execute("""
                DROP TABLE execution; DROP TABLE execution_frame; DROP TABLE execution_event; DROP TABLE state_machine;
                DROP TABLE feed; DROP TABLE feed_event; DROP TABLE feed_entry;
                ALTER TABLE message DROP COLUMN held;
                DROP INDEX job_owned; ALTER TABLE job DROP COLUMN owner; ALTER TABLE job DROP COLUMN created_at;
                INSERT INTO queue(name) VALUES('Kept'); PRAGMA user_version=1;
                """);
            return 0;
        });

        test.Reopen();

        new ExecutionReader(test.Database.OpenReader()).Running().ShouldBeEmpty();
        var kept = test.Database.OpenReader();
        var count = kept.Prepare("SELECT count(*) FROM queue WHERE name = 'Kept'");
        kept.Read(() => count.Step() ? count.Int64(0) : 0).ShouldBe(1);
    }

    [Fact]
    public async Task Exception_of_the_invoker_is_the_tasks_failure_when_it_is_none_of_Lambdas()
    {
        const string Machine = """
            { "StartAt": "T", "States": { "T": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "Unknown" }, "End": true } } }
            """;
        await using var rig = new ExecutionRig(Machine);

        var end = await rig.RunAsync();

        (end.Status, end.Error).ShouldBe((ExecutionStatus.Failed, "InvalidOperationException"));
    }
}
