using System.CommandLine;

namespace PimSim.Cli;

/// <summary>The options of verbs that run a network on a device.</summary>
internal sealed class RunOptionSet
{
    private readonly Option<string?> device = SharedOptions.Device();
    private readonly Option<string?> network = SharedOptions.Network();
    private readonly Option<string?> data = SharedOptions.Data();
    private readonly Option<int?> images = SharedOptions.Images();
    private readonly Option<long> seed = SharedOptions.Seed();
    private readonly Option<int?> threads = SharedOptions.Threads();
    private readonly Option<string[]> set = SharedOptions.Set();
    private readonly Option<bool> json = SharedOptions.Json();

    /// <summary>Adds them to a command.</summary>
    public RunOptionSet(Command command)
    {
        Option[] all = [device, network, data, images, seed, threads, set, json];
        foreach (Option option in all)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Fills in what was given.</summary>
    public TOptions Read<TOptions>(ParseResult parsed, TOptions options)
        where TOptions : RunOptions
    {
        options.Device = parsed.GetValue(device);
        options.Network = parsed.GetValue(network);
        options.Data = parsed.GetValue(data);
        options.Images = parsed.GetValue(images);
        options.Seed = parsed.GetValue(seed);
        options.Threads = parsed.GetValue(threads);
        options.Set = parsed.GetValue(set) ?? [];
        options.Json = parsed.GetValue(json);
        return options;
    }
}
