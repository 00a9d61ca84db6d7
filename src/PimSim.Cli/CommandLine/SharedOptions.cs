using System.CommandLine;

namespace PimSim.Cli;

/// <summary>Options that mean the same in every verb that has them. Each call makes a new one: an option belongs to one command.</summary>
internal static class SharedOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Write exactly one JSON document to stdout." };

    public static Option<string?> Device() => Text("--device", "NAME|FILE", "Device model; default: the one that ships.");

    public static Option<string?> Network() => Text("--network", "NAME|FILE", "Network; default: the trained one that ships.");

    public static Option<string?> Data() => Text("--data", "NAME|DIR|FILE", "Data set; default: the one that ships.");

    public static Option<int?> Images() => new("--images") { Description = "Use the first N images only.", HelpName = "N" };

    public static Option<long?> FaultSeed() => new("--fault-seed") { Description = "Seed of the device's faults; default 1.", HelpName = "S" };

    public static Option<long> Seed() => new("--seed") { Description = "Seed of all randomness; default 1.", HelpName = "S", DefaultValueFactory = _ => 1 };

    public static Option<int?> Threads() => new("--threads") { Description = "Threads to use; results do not depend on it.", HelpName = "T" };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "Set a parameter of the device model; may be repeated.",
        HelpName = "path=value",
        AllowMultipleArgumentsPerToken = false,
    };

    public static Option<string?> Commands() => Text("--commands", "FILE", "Command trace (.pimtrace).");

    public static Option<string?> Out(string description, string helpName = "FILE") => Text("--out", helpName, description);

    public static Option<string?> Text(string name, string helpName, string description) => new(name) { Description = description, HelpName = helpName };
}
