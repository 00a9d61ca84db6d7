using System.CommandLine;

namespace PimSim.Cli;

/// <summary><c>pimsim regress</c>.</summary>
internal static class RegressCommands
{
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal) =>
        new("regress", "Check that devices still infer as they did when their figures were accepted.") { Run(terminal), Accept(terminal) };

    private static Command Run(Terminal terminal)
    {
        RegressOptionSet shared = new();
        Option<string?> junit = SharedOptions.Text("--junit", "FILE", "Write the results as JUnit's XML, for build servers.");
        Command command = new("run", "Run the cases of a suite and compare: exit code 1 when something fell.") { junit };
        shared.AddTo(command);
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<RegressRunVerb, RegressRunOptions>(
            shared.Read(parsed, new RegressRunOptions { Suite = "", JUnit = parsed.GetValue(junit) }), terminal, cancellation));
        return command;
    }

    private static Command Accept(Terminal terminal)
    {
        RegressOptionSet shared = new();
        Option<string> reason = new("--reason") { Description = "Why the new figures are right; kept beside them.", HelpName = "TEXT", Required = true };
        Command command = new("accept", "Run the cases of a suite and take what they give for right from now on.") { reason };
        shared.AddTo(command);
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<RegressAcceptVerb, RegressAcceptOptions>(
            shared.Read(parsed, new RegressAcceptOptions { Suite = "", Reason = parsed.GetValue(reason)! }), terminal, cancellation));
        return command;
    }
}
