using Hoth.Local.CommandLine;
using Hoth.Local.Demo;
using Hoth.Local.Hosting;
using Hoth.Local.Qa;
using Hoth.Local.Tokens;

if (args is [QaCommandLine.Command, ..]) return await TestAsync(QaCommandLine.Parse(args[1..], Environment.GetEnvironmentVariable));

var line = LocalCommandLine.Parse(args);
if (line.Help)
{
    Console.WriteLine(Usage.Text);
    return 0;
}

if (line.Violations.Count > 0) return Refuse(line.Violations);

try
{
    if (line.Options.Token is { } token) return TokenCommand.Run(line.Options, token);
    return line.Options.Demo ? await DemoCommand.RunAsync(line.Options) : await RunCommand.RunAsync(line.Options);
}
catch (StartException e)
{
    return Refuse(e.Lines);
}
catch (OperationCanceledException)
{
    // Stopped while it started.
    return 0;
}

static async Task<int> TestAsync(QaCommandLine line)
{
    if (line.Help)
    {
        Console.WriteLine(QaUsage.Text);
        return 0;
    }

    if (line.Violations.Count > 0) return Refuse(line.Violations);
    try
    {
        return await QaCommand.RunAsync(line.Options);
    }
    catch (StartException e)
    {
        return Refuse(e.Lines);
    }
    catch (OperationCanceledException)
    {
        // Stopped before it called anything.
        return QaCommand.Stopped;
    }
}

static int Refuse(IReadOnlyList<string> lines)
{
    foreach (var text in lines) Console.Error.WriteLine($"hoth: {text.ReplaceLineEndings(" ")}");
    return 2;
}
