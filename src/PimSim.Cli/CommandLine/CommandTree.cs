using System.CommandLine;

namespace PimSim.Cli;

/// <summary>
/// All verbs. Only names and texts are made here; what a verb needs is loaded when it runs, so that help starts fast.
/// </summary>
internal static class CommandTree
{
    /// <summary>Makes the root command.</summary>
    public static RootCommand Create(Terminal terminal)
    {
        RootCommand root = new("Simulates memory devices that compute binarized neural networks where the weights live.");
        root.Directives.Clear();
        root.Subcommands.Add(DeviceCommands.Create(terminal));
        root.Subcommands.Add(NetworkCommands.Create(terminal));
        root.Subcommands.Add(InferCommand.Create(terminal, BackEnds.Inference));
        root.Subcommands.Add(TrainCommand.Create(terminal, BackEnds.Training));
        root.Subcommands.Add(RegressCommands.Create(terminal));
        root.Subcommands.Add(ReportCommand.Create(terminal));
        root.Subcommands.Add(TraceCommands.Create(terminal));
        root.Subcommands.Add(KernelCommandTree.Create(terminal));
        root.Subcommands.Add(SweepCommands.Create(terminal));
        root.Subcommands.Add(WorkerCommand.Create(terminal));
        return root;
    }

    /// <summary><c>pimsim</c> alone and <c>pimsim help VERB</c> are what people type first; both become <c>--help</c>.</summary>
    public static IReadOnlyList<string> Normalize(IReadOnlyList<string> args) =>
        args switch
        {
            [] => ["--help"],
            ["help", ..] => [.. args.Skip(1), "--help"],
            _ => args,
        };
}
