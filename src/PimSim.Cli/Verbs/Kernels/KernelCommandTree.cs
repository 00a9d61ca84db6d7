using System.CommandLine;

namespace PimSim.Cli;

/// <summary><c>pimsim kernel ...</c></summary>
internal static class KernelCommandTree
{
    public static Command Create(Terminal terminal) => new("kernel", "Plain kernels on a device with vector units, for validation.")
    {
        Run(terminal),
    };

    private static Command Run(Terminal terminal)
    {
        Argument<string> kernel = new("KERNEL") { Description = "gemv, add, mul or relu." };
        Option<string> shape = new("--shape") { Description = "OUTxIN for gemv, the number of values for the others (1M: 1048576).", HelpName = "SHAPE", Required = true };
        Option<int> batch = new("--batch") { Description = "Apply the kernel to B vectors, one after the other; default 1.", HelpName = "B", DefaultValueFactory = _ => 1 };
        Option<bool> reference = new("--reference") { Description = "Execute every command on the banks and check the result, whatever the size." };
        Option<string?> device = SharedOptions.Text("--device", "NAME|FILE", $"Device model; default: {Defaults.KernelDevice}.");
        Option<string?> baseline = SharedOptions.Text("--baseline", "plain", "Also give the cycles of the same memory without units: operands read, results written.");
        Option<string?> record = SharedOptions.Text("--record", "FILE", "Keep the command trace (.pimtrace), without data.");
        Option<long> seed = SharedOptions.Seed();
        Option<string[]> set = SharedOptions.Set();
        Option<string?> result = SharedOptions.Out("Write the JSON document to this file as well.");
        Option<bool> json = SharedOptions.Json();
        Command command = new("run", "Run a kernel: cycles, commands, energy; small ones are executed on the banks and checked.")
        {
            kernel, shape, batch, reference, baseline, record, device, seed, set, result, json,
        };
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<KernelRunVerb, KernelRunOptions>(
            new KernelRunOptions
            {
                Kernel = parsed.GetValue(kernel)!,
                Shape = parsed.GetValue(shape)!,
                Batch = parsed.GetValue(batch),
                Reference = parsed.GetValue(reference),
                Baseline = parsed.GetValue(baseline),
                Record = parsed.GetValue(record),
                Device = parsed.GetValue(device),
                Seed = parsed.GetValue(seed),
                Set = parsed.GetValue(set) ?? [],
                ResultFile = parsed.GetValue(result),
                Json = parsed.GetValue(json),
            },
            terminal,
            cancellation));
        return command;
    }
}
