using PimSim.Core;
using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>What a core does with commands, and which it refuses.</summary>
public sealed class DomainCoreTests
{
    public static TheoryData<string, string> Illegal => new()
    {
        // state reached by the commands before the last; code of the refusal of the last
        { "ACT bank=16", "PIM0610" },
        { "ACT bank=-1", "PIM0610" },
        { "ACT row=32768", "PIM0610" },
        { "ACT row=-1", "PIM0610" },
        { "ACT, RD column=32", "PIM0610" },
        { "ACT, RD column=-1", "PIM0610" },
        { "ACTab", "PIM0611" },
        { "PIM_CLEAR", "PIM0611" },
        { "PIM_MODE op=1, ACT", "PIM0611" },
        { "PIM_MODE op=1, RD", "PIM0611" },
        { "PIM_MODE op=1, PREpb", "PIM0611" },
        { "RD", "PIM0612" },
        { "ACT bank=2, RD bank=3", "PIM0612" },
        { "ACT, PREab, WR", "PIM0612" },
        { "ACT, RDA, RD", "PIM0612" },
        { "ACT, ACT row=1", "PIM0612" },
        { "ACT, REFab", "PIM0612" },
        { "ACT bank=9, REFab", "PIM0612" },
        { "ACT, REFpb", "PIM0612" },
        { "ACT bank=9, PIM_MODE op=1", "PIM0612" },
        { "PIM_MODE op=1, ACTab, ACTab", "PIM0612" },
        { "PIM_MODE op=1, ACTab, PIM_MODE", "PIM0612" },
        { "PIM_MODE op=1, PIM_XNOR_ACC", "PIM0612" },
        { "PIM_MODE op=1, PIM_WRITE_BACK", "PIM0612" },
        { "PIM_MODE op=1, PIM_LOAD_INPUT_ROW", "PIM0612" },
        { "PIM_MODE op=1, PIM_VECTOR_ROW op=2", "PIM0612" },
        { "PIM_MODE op=1, ACTab, PREab, PIM_LOAD_THRESHOLD", "PIM0612" },
        { "PIM_MODE op=1, PIM_LOAD_INPUT register=8", "PIM0613" },
        { "PIM_MODE op=1, ACTab, PIM_XNOR_ACC parity=2", "PIM0613" },
    };

    [Theory]
    [MemberData(nameof(Illegal))]
    public void IllegalCommandIsRefusedByCode(string commands, string code)
    {
        DeviceModel model = TestModels.Hbm2;
        var core = new DomainCore(model, 3, 1);
        var host = new CountingHost(model);
        TimedCommand[] all = [.. commands.Split(", ").Select((text, i) => Parse(model, text, i))];
        foreach (TimedCommand c in all[..^1])
        {
            core.Execute(c, host);
        }

        UserErrorException fault = Assert.Throws<UserErrorException>(() => core.Execute(all[^1], host));

        Diagnostic diagnostic = Assert.Single(fault.Diagnostics);
        Assert.Equal(code, diagnostic.Code);
        Assert.Contains("domain 3", diagnostic.Message, StringComparison.Ordinal);
        Assert.NotNull(diagnostic.Remedy);
    }

    [Fact]
    public void WritesAreReadBackByteForByte()
    {
        foreach (DeviceModel model in new[] { TestModels.Hbm2, TestModels.Ddr4 })
        {
            var core = new DomainCore(model, 0, 1);
            var host = new CountingHost(model);
            Execute(core, host, model, "ACT bank=2,row=9", "WR bank=2,column=1", "WR bank=2,column=3", "RD bank=2,column=3", "RDA bank=2,column=1", "ACT bank=2,row=9", "RD bank=2,column=1");

            byte[] first = Burst(model, 1);
            byte[] second = Burst(model, 2);
            Assert.Equal([second, first, first], host.Got);
            Assert.Equal(1, core.Cells.WrittenRows);
        }
    }

    [Fact]
    public void BroadcastCountThresholdAndReadOutOnEveryChip()
    {
        DeviceModel model = TestModels.Ddr4;
        var core = new DomainCore(model, 0, 1);
        var host = new CountingHost(model);
        var bus = new BusWord(model.Organization);
        ulong[] input = new ulong[8];
        bus.FromBus(Burst(model, 1), input);
        ulong[] thresholds = [.. Enumerable.Range(0, 8).Select(chip => (ulong)new ThresholdEntry(20 + (2 * chip), chip % 2 == 1).Encode())];
        for (int bank = 0; bank < 16; bank++)
        {
            core.Cells.Write(new RowAddress(bank, 6), 0, [.. input.Select((w, chip) => w ^ ((1UL << (bank + (2 * chip))) - 1))]);
            core.Cells.Write(new RowAddress(bank, 6), 1, thresholds);
        }

        Execute(
            core,
            host,
            model,
            "PIM_MODE op=1",
            "ACTab row=6",
            "PIM_LOAD_INPUT register=2",
            "PIM_XNOR_ACC register=2,count=1,accumulator=5",
            "PIM_LOAD_THRESHOLD column=1,entry=7",
            "PIM_THRESHOLD accumulator=5,count=1,entry=7,bit=3",
            "PIM_WRITE_BACK column=9");
        for (int unit = 0; unit < 16; unit++)
        {
            Execute(core, host, model, $"PIM_READ_OUT op=0,unit={unit}", $"PIM_READ_OUT op=1,register=5,unit={unit}");
            ulong[] bits = new ulong[8];
            ulong[] counts = new ulong[8];
            bus.FromBus(host.Got[^2], bits);
            bus.FromBus(host.Got[^1], counts);
            for (int chip = 0; chip < 8; chip++)
            {
                int mismatches = unit + (2 * chip);
                int limit = 20 + (2 * chip);
                bool plus = chip % 2 == 1 ? mismatches >= limit : mismatches <= limit;
                Assert.Equal((ulong)mismatches, counts[chip] & 0xFFFF);
                Assert.Equal(plus ? 0UL : 8UL, bits[chip]);
            }

            ulong[] cells = new ulong[8];
            core.Cells.Read(new RowAddress(unit, 6), 9, cells);
            Assert.Equal(bits, cells);
        }
    }

    [Fact]
    public void ParityChoosesTheBankOfAUnit()
    {
        DeviceModel model = TestModels.Hbm2;
        var core = new DomainCore(model, 0, 1);
        var host = new CountingHost(model);
        for (int bank = 0; bank < 16; bank++)
        {
            core.Cells.Write(new RowAddress(bank, 0), 4, [(ulong)bank, 0, 0, 0]);
        }

        Execute(core, host, model, "PIM_MODE op=1", "ACTab", "PIM_LOAD_INPUT_ROW column=4,parity=1,register=3", "PIM_READ_OUT op=3,register=3,unit=5", "PIM_WRITE_BACK op=3,register=3,column=8");

        Assert.Equal(11, host.Got[0][0]);
        ulong[] words = new ulong[4];
        core.Cells.Read(new RowAddress(10, 0), 8, words);
        Assert.Equal(11UL, words[0]);
    }

    [Fact]
    public void CopiedDomainsAreIndependent()
    {
        var device = new PimDevice(TestModels.Hbm2TwoChannels, 5);
        device.Cores[0].Cells.Write(new RowAddress(1, 2), 3, [1, 2, 3, 4]);
        device.CopyCells(0, 2);
        Assert.Equal(2, device.Cores[2].Domain);
        Assert.True(device.Cores[0].Cells.SameContents(device.Cores[2].Cells));
        device.Cores[2].Cells.Flip(new RowAddress(1, 2), 3, 0);
        Assert.False(device.Cores[0].Cells.SameContents(device.Cores[2].Cells));
    }

    internal static TimedCommand Parse(DeviceModel model, string text, long cycle = 0)
    {
        string[] parts = text.Split(' ', ',');
        CommandOperands o = default;
        foreach (string[] pair in parts.Skip(1).Select(p => p.Split('=')))
        {
            short value = pair[0] == "row" ? (short)0 : short.Parse(pair[1]);
            switch (pair[0])
            {
                case "row":
                    o.Row = int.Parse(pair[1]);
                    break;
                case "bank":
                    o.Bank = value;
                    break;
                case "column":
                    o.Column = value;
                    break;
                case "op":
                    o.Operation = (byte)value;
                    break;
                case "parity":
                    o.Parity = (byte)value;
                    break;
                case "unit":
                    o.Unit = (byte)value;
                    break;
                case "groups":
                    o.Groups = (byte)value;
                    break;
                case "count":
                    o.Count = value;
                    break;
                case "register":
                    o.Register = value;
                    break;
                case "accumulator":
                    o.Accumulator = value;
                    break;
                case "entry":
                    o.Entry = value;
                    break;
                case "bit":
                    o.Bit = value;
                    break;
                case "stride":
                    o.Stride = value;
                    break;
                default:
                    throw new FormatException(text);
            }
        }

        return new TimedCommand(cycle, (short)model.Id(parts[0]), 0, 0, 0, o);
    }

    private static void Execute(DomainCore core, CountingHost host, DeviceModel model, params string[] commands)
    {
        foreach (string c in commands)
        {
            core.Execute(Parse(model, c), host);
        }
    }

    private static byte[] Burst(DeviceModel model, int ordinal) => [.. Enumerable.Range(0, model.Organization.AccessBits / 8).Select(i => (byte)((ordinal * 37) + i))];
}
