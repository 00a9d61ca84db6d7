using System.Globalization;
using System.IO.Compression;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Traces.Tests;

/// <summary>The reference command traces of other simulators, read in the simplest way.</summary>
internal static class GoldenTraces
{
    public const string Ramulator = "ddr4_random40k.ramulator2.1.commands.csv.gz";
    public const string DramSim = "ddr4_random40k.dramsim3.commands.gz";

    private static readonly Dictionary<string, string> DramSimNames = new(StringComparer.Ordinal)
    {
        ["activate"] = "ACT",
        ["precharge"] = "PREpb",
        ["read"] = "RD",
        ["write"] = "WR",
        ["refresh"] = "REFab",
    };

    public static TimedCommand[] Load(string name, DeviceModel model)
    {
        using FileStream file = File.OpenRead(SharedFolder.Require($"golden/timing/{name}"));
        using var text = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        bool csv = name == Ramulator;
        List<TimedCommand> commands = [];
        while (text.ReadLine() is { } line)
        {
            string[] f = csv ? line.Split(',') : line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (f[0] != "clock")
            {
                int id = model.Standard.FindCommand(csv ? f[1] : DramSimNames[f[1]]);
                int row = csv ? Number(f[6]) : f[6][0] == '-' ? 0 : int.Parse(f[6].AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                int bank = Math.Max(0, (Number(f[4]) * model.Organization.BanksPerGroup) + Number(f[5]));
                commands.Add(new TimedCommand(Number(f[0]), (short)id, 0, 0, (byte)Number(f[3]), new CommandOperands { Bank = (short)bank, Row = row }));
            }
        }

        return [.. commands];
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
