using System.CommandLine;

namespace PimSim.Cli;

/// <summary><c>pimsim device ...</c></summary>
internal static class DeviceCommands
{
    public static Command Create(Terminal terminal) => new("device", "Device models: parameters, peak numbers, sources.")
    {
        List(terminal),
        Show(terminal),
        Validate(terminal),
    };

    private static Command List(Terminal terminal)
    {
        Option<bool> json = SharedOptions.Json();
        Command command = new("list", "List the device models that ship.") { json };
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<DeviceListVerb, DeviceOptions>(
            new DeviceOptions { Json = parsed.GetValue(json) }, terminal, cancellation));
        return command;
    }

    private static Command Show(Terminal terminal)
    {
        Argument<string?> model = new("M") { Description = "Name or file of a model.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> device = SharedOptions.Device();
        Option<string[]> set = SharedOptions.Set();
        Option<bool> json = SharedOptions.Json();
        Command command = new("show", "Show a model's parameters with their sources, and what it can do at best.") { model, device, set, json };
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<DeviceShowVerb, DeviceOptions>(
            new DeviceOptions
            {
                Device = GivenOnce.Of("M", parsed.GetValue(model), "--device", parsed.GetValue(device)),
                Set = parsed.GetValue(set) ?? [],
                Json = parsed.GetValue(json),
            },
            terminal,
            cancellation));
        return command;
    }

    private static Command Validate(Terminal terminal)
    {
        Argument<string> file = new("FILE") { Description = "A device model's YAML file." };
        Option<bool> json = SharedOptions.Json();
        Command command = new("validate", "Check a model's file; all its faults are shown at once.") { file, json };
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<DeviceValidateVerb, DeviceOptions>(
            new DeviceOptions { Device = parsed.GetValue(file), Json = parsed.GetValue(json) }, terminal, cancellation));
        return command;
    }
}
