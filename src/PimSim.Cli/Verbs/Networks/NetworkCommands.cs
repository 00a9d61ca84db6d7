using System.CommandLine;

namespace PimSim.Cli;

/// <summary><c>pimsim network ...</c></summary>
internal static class NetworkCommands
{
    public static Command Create(Terminal terminal) => new("network", "Networks: what ships, what is in one.")
    {
        List(terminal),
        Inspect(terminal),
    };

    private static Command List(Terminal terminal)
    {
        Option<bool> json = SharedOptions.Json();
        Command command = new("list", "List the networks that ship.") { json };
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<NetworkListVerb, NetworkOptions>(
            new NetworkOptions { Json = parsed.GetValue(json) }, terminal, cancellation));
        return command;
    }

    private static Command Inspect(Terminal terminal)
    {
        Argument<string?> name = new("N") { Description = "Name or file of a network.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> network = SharedOptions.Network();
        Option<bool> json = SharedOptions.Json();
        Command command = new("inspect", "Show a network's layers: shapes, bits, thresholds, parameters, work.") { name, network, json };
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<NetworkInspectVerb, NetworkOptions>(
            new NetworkOptions
            {
                Network = GivenOnce.Of("N", parsed.GetValue(name), "--network", parsed.GetValue(network)),
                Json = parsed.GetValue(json),
            },
            terminal,
            cancellation));
        return command;
    }
}
