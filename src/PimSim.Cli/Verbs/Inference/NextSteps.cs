namespace PimSim.Cli;

/// <summary>What is worth typing after a verb.</summary>
internal static class NextSteps
{
    /// <summary>After <c>infer</c>: another path, a changed device, where the numbers come from.</summary>
    public static IReadOnlyList<string> AfterInfer(InferOptions options, bool shapeOnly)
    {
        string device = options.Device is null ? "" : $" --device {options.Device}";
        string network = options.Network is null ? "" : $" --network {options.Network}";
        string data = options.Data is null ? "" : $" --data {options.Data}";
        string timing = options.TimingOnly ? " --timing-only" : "";
        (string Options, string Why) other = options switch
        {
            { TimingOnly: true } => ("", "the bits as well: accuracy"),
            { Reference: true } => ("", "the same bits, fast"),
            _ => (" --reference --images 2", "every command executed: the same bits, slowly"),
        };
        string[] otherPath = shapeOnly ? [] : [$"{ProgramName.Typed} infer{device}{network}{data}{other.Options}   # {other.Why}"];
        return
        [
            .. otherPath,
            $"{ProgramName.Typed} infer{device}{network}{data}{timing} --set host.turnaroundNs=100   # the same on a changed device",
            $"{ProgramName.Typed} device show {options.Device ?? Defaults.Device}   # all parameters and where they come from",
            $"{ProgramName.Typed} network inspect{(options.Network is null ? "" : " " + options.Network)}   # layers, thresholds, work",
        ];
    }

    /// <summary>After <c>trace replay</c>: the commands themselves, another controller, another device.</summary>
    public static IReadOnlyList<string> AfterReplay(TraceReplayOptions options)
    {
        string replay = $"{ProgramName.Typed} trace replay --requests {options.File}{(options.Format is null ? "" : $" --format {options.Format}")}";
        string device = $"--device {options.Device ?? Defaults.Device}{string.Concat(options.Set.Select(s => $" --set {s}"))}";
        string other = string.Equals(options.Device, Defaults.OtherDevice, StringComparison.Ordinal) ? Defaults.Device : Defaults.OtherDevice;
        return
        [
            options.Record is null
                ? $"{replay} {device} --record commands.pimtrace   # keep every command"
                : $"{ProgramName.Typed} trace verify --commands {options.Record} {device}   # check it against every timing rule",
            $"{replay} {device} --set controller.pagePolicy=closed   # another memory controller",
            $"{replay} --device {other}   # another device",
        ];
    }
}
