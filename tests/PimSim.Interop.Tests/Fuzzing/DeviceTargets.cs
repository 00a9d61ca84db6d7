using PimSim.Core;
using PimSim.Models;
using PimSim.Tests;
using PimSim.Traces;

namespace PimSim.Interop.Tests.Fuzzing;

/// <summary>Device models, standards, and traces of every format.</summary>
internal static class DeviceTargets
{
    private const string CommandDevice = "ddr4-2400-validation";

    /// <summary>All of them; files that have to lie somewhere lie in the folder.</summary>
    public static IEnumerable<FuzzTarget> All(TemporaryFolder folder)
    {
        yield return new("device YAML", [Shipped("devicemodels/ddr4-2400.yaml"), Shipped("devicemodels/hbm2-2000-pim.yaml")], file => DeviceModelLoader.Load(folder.Write("d.yaml", file), []))
        {
            Factor = 1024,
            Constant = 1L << 26,
        };
        yield return new("standard YAML", [Shipped("devicemodels/standards/near-bank.yaml"), Shipped("devicemodels/standards/ddr4.yaml")], file => Validate(folder.Write("s.yaml", file))) { Factor = 1024, Constant = 1L << 26 };
        foreach (string name in (string[])["dramsim3.trace", "dramsim3.trace.gz", "stl", "rstl", "ramulator.trace", "ramulator-rw.trace", "pimtrace"])
        {
            yield return new($"requests.{name}", [Shipped($"traces/requests.{name}")], file => ReadRequests(file, $"requests.{name}"));
        }

        DeviceModel device = DeviceModelLoader.Load(CommandDevice, []);
        foreach (string name in (string[])["ramulator.csv", "dramsim3.txt", "dramsys.tdb", "pimtrace"])
        {
            yield return new($"commands.{name}", [Shipped($"traces/commands.{name}")], file => ReadCommands(file, $"commands.{name}", device)) { Constant = 1L << 25 };
        }

        foreach (string kind in (string[])["requests", "commands"])
        {
            ContainerReader trace = ContainerReader.Open(Shipped($"traces/{kind}.pimtrace"), kind, ContainerFormat.Trace, new VersionRange(1, 1));
            Action<byte[]> read = kind == "requests" ? file => ReadRequests(file, "t") : file => ReadCommands(file, "t", device);
            yield return new($"{kind}.pimtrace header", [trace.Header], header => read(NetworkTargets.Container(ContainerFormat.Trace, trace.Version, header, trace.AllSections))) { Constant = 1L << 25 };
            yield return new(
                $"{kind}.pimtrace chunk",
                [trace.AllSections[0].Bytes],
                chunk => read(NetworkTargets.Container(ContainerFormat.Trace, trace.Version, trace.Header, [trace.AllSections[0] with { Bytes = chunk }])))
            {
                Constant = 1L << 25,
            };
        }
    }

    private static byte[] Shipped(string path) => File.ReadAllBytes(Path.Combine(SharedFolder.CheckoutRoot(), path));

    private static void Validate(string path)
    {
        IReadOnlyList<Diagnostic> found = DeviceModelLoader.Validate(path);
        if (found.Any(d => d.Severity == DiagnosticSeverity.Error))
        {
            throw new UserErrorException(found);
        }
    }

    private static void ReadRequests(byte[] file, string name)
    {
        using RequestTrace trace = RequestTraces.Open(new MemoryStream(file), name);
        Request[] buffer = new Request[256];
        while (trace.Read(buffer) > 0)
        {
            Assert.InRange(trace.DataBytes, 0, int.MaxValue);
        }
    }

    private static void ReadCommands(byte[] file, string name, DeviceModel device)
    {
        using CommandTrace trace = CommandTraces.Open(new MemoryStream(file), name, device);
        TimedCommand[] buffer = new TimedCommand[256];
        int got;
        while ((got = trace.Read(buffer)) > 0)
        {
            Assert.All(buffer[..got], command => Assert.True(command.Cycle >= 0));
        }
    }
}
