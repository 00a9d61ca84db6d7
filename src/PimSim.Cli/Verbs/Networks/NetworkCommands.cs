using System.CommandLine;

namespace PimSim.Cli;

/// <summary><c>pimsim network ...</c></summary>
internal static class NetworkCommands
{
    /// <summary>Formats of networks that are imported.</summary>
    public const string ImportFormats = "auto, onnx, pynq, tensors, pytorch, larq";

    /// <summary>Formats of networks that are exported.</summary>
    public const string ExportFormats = "onnx, safetensors, pimnet";

    public static Command Create(Terminal terminal) => new("network", "Networks: what ships, what is in one, from and to other tools.")
    {
        List(terminal),
        Inspect(terminal),
        Import(terminal),
        Export(terminal),
        Sketch(terminal),
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

    private static Command Import(Terminal terminal)
    {
        Argument<string> file = new("FILE|DIR") { Description = "A network of another tool: a file, or a folder of BNN-PYNQ." };
        Option<string> format = new("--format") { Description = $"Its format: {ImportFormats}.", HelpName = "FORMAT", DefaultValueFactory = _ => "auto" };
        Option<string?> map = SharedOptions.Text("--map", "FILE", "Layer map (YAML): what the tensors or files mean.");
        Option<string?> target = SharedOptions.Out("The network to write (.pimnet).");
        target.Required = true;
        Option<bool> json = SharedOptions.Json();
        Command command = new("import", "Take over a network that was trained elsewhere, exactly.") { file, format, map, target, json };
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<NetworkImportVerb, NetworkImportOptions>(
            new NetworkImportOptions
            {
                File = parsed.GetValue(file)!,
                Format = parsed.GetValue(format)!,
                Map = parsed.GetValue(map),
                Target = parsed.GetValue(target)!,
                Json = parsed.GetValue(json),
            },
            terminal,
            cancellation));
        return command;
    }

    private static Command Export(Terminal terminal)
    {
        Argument<string> network = new("NAME|FILE") { Description = "A network that ships, or a file of one (.pimnet)." };
        Option<string> format = new("--format") { Description = $"What to write: {ExportFormats}.", HelpName = "FORMAT", Required = true };
        Option<string?> map = SharedOptions.Text("--map", "FILE", "Write the layer map (YAML) that reads safetensors back.");
        Option<string?> target = SharedOptions.Out("The file to write.");
        target.Required = true;
        Option<bool> binarized = new("--binarized") { Description = "Store signs and scales in the place of real weights and clip thresholds." };
        Option<bool> json = SharedOptions.Json();
        Command command = new("export", "Write a network for other tools.") { network, format, map, target, binarized, json };
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<NetworkExportVerb, NetworkExportOptions>(
            new NetworkExportOptions
            {
                Network = parsed.GetValue(network)!,
                Format = parsed.GetValue(format)!,
                Map = parsed.GetValue(map),
                Target = parsed.GetValue(target)!,
                Binarized = parsed.GetValue(binarized),
                Json = parsed.GetValue(json),
            },
            terminal,
            cancellation));
        return command;
    }

    private static Command Sketch(Terminal terminal)
    {
        Argument<string> network = new("NAME|FILE") { Description = "A network with real weights between signs, such as train --binarize none makes." };
        Option<int> bits = new("--bits") { Description = "Binary bases of each filter.", HelpName = "M", Required = true };
        Option<string> method = new("--method") { Description = $"How scales are found: one of {string.Join(", ", NetworkSketchOptions.Methods)}; default refined.", HelpName = "METHOD", DefaultValueFactory = _ => NetworkSketchOptions.Methods[1] };
        Option<string?> layers = SharedOptions.Text("--layers", "L,...", "Sketch these layers only; default: all that can be, but the last.");
        Option<string?> data = SharedOptions.Text("--reestimate-norm", "DATA", "Take mean and variance of batch norms anew, over training images of a data set.");
        Option<int?> images = new("--images") { Description = $"With --reestimate-norm: its first N images; default {NetworkSketchOptions.DefaultImages}.", HelpName = "N" };
        Option<string?> device = SharedOptions.Text("--device", "NAME|FILE", "Count columns of the associative way, and time additions, on this device.");
        Option<string?> additions = SharedOptions.Text("--additions", "N,...", "Time the sums of the bases as additions on SIMD lanes, separate and associative, N sums side by side, beside the XNOR units.");
        Option<string[]> set = SharedOptions.Set();
        Option<string?> target = SharedOptions.Out("The network to write (.pimnet).");
        target.Required = true;
        Option<bool> json = SharedOptions.Json();
        Command command = new("sketch", "Make sums of scaled binary layers of layers with real weights.") { network, bits, method, layers, data, images, device, additions, set, target, json };
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<NetworkSketchVerb, NetworkSketchOptions>(
            new NetworkSketchOptions
            {
                Network = parsed.GetValue(network)!,
                Bits = parsed.GetValue(bits),
                Method = parsed.GetValue(method)!,
                Layers = parsed.GetValue(layers),
                NormData = parsed.GetValue(data),
                Images = parsed.GetValue(images),
                Device = parsed.GetValue(device),
                Additions = parsed.GetValue(additions),
                Set = parsed.GetValue(set) ?? [],
                Target = parsed.GetValue(target)!,
                Json = parsed.GetValue(json),
            },
            terminal,
            cancellation));
        return command;
    }
}
