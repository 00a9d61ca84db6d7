using CsCheck;
using PimSim.Core;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Traces.Tests.Commands.Foreign;

public sealed class ForeignTraceTests : IDisposable
{
    private const string RamulatorHeader = "clock,command,Channel,Rank,BankGroup,Bank,Row,Column,type,source\n";

    private static readonly string[] Plain = ["ACT", "PREpb", "RD", "RDA", "WR", "WRA", "REFab", "REFpb", "SREFEN", "SREFEX"];

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public void The_reference_trace_of_ramulator_is_read()
    {
        TimedCommand[] commands = CommandGen.ReadFile(SharedFolder.Require("golden/timing/ddr4_random40k.ramulator2.1.commands.csv.gz"), CommandGen.Ddr4);
        Assert.Equal(
            new Dictionary<string, int>(StringComparer.Ordinal) { ["ACT"] = 39998, ["PREpb"] = 39720, ["PREab"] = 30, ["RD"] = 19810, ["WR"] = 20190, ["REFab"] = 30 },
            CommandGen.Counts(commands, CommandGen.Ddr4));
        Assert.Equal((1, 2, 8271, 0), CommandGen.Place(commands[0]));
        Assert.Equal((18, 2, 0, 77), CommandGen.Place(commands[4]));
    }

    [Fact]
    public void The_reference_trace_of_dramsim3_is_read()
    {
        TimedCommand[] commands = CommandGen.ReadFile(SharedFolder.Require("golden/timing/ddr4_random40k.dramsim3.commands.gz"), CommandGen.Ddr4);
        Assert.Equal(
            new Dictionary<string, int>(StringComparer.Ordinal) { ["ACT"] = 40168, ["PREpb"] = 40152, ["RD"] = 19810, ["WR"] = 20190, ["REFab"] = 30 },
            CommandGen.Counts(commands, CommandGen.Ddr4));
        Assert.Equal((3, 8, 0xf1ca, 0), CommandGen.Place(commands[0]));
        Assert.Equal((20, 8, 0, 6), CommandGen.Place(commands[4]));
    }

    [Fact]
    public void The_reference_database_of_dramsys_is_read()
    {
        TimedCommand[] commands = CommandGen.ReadFile(SharedFolder.Require("golden/timing/ddr4_random20k.dramsys5.5.tdb.gz"), CommandGen.Ddr4);
        Assert.Equal(
            new Dictionary<string, int>(StringComparer.Ordinal) { ["ACT"] = 20092, ["PREpb"] = 19922, ["PREab"] = 15, ["RD"] = 9892, ["WR"] = 10108, ["REFab"] = 15 },
            CommandGen.Counts(commands, CommandGen.Ddr4));
        Assert.Equal(60_044, commands.Length);
        Assert.Equal((1, 2, 8271, 0), CommandGen.Place(commands[0]));
        TimedCommand write = commands.First(c => CommandGen.NameOf(c, CommandGen.Ddr4) == "WR");
        Assert.Equal((18, 2, 0, 77), CommandGen.Place(write));
    }

    [Theory]
    [InlineData(CommandFormat.Native, false)]
    [InlineData(CommandFormat.Native, true)]
    [InlineData(CommandFormat.Ramulator, false)]
    [InlineData(CommandFormat.Ramulator, true)]
    [InlineData(CommandFormat.DramSim3, true)]
    public void What_is_written_is_read_again(CommandFormat format, bool packed)
    {
        foreach (DeviceModel device in new[] { CommandGen.Ddr4, CommandGen.Hbm2 })
        {
            string[] names = [.. Plain.Where(n => device.Standard.FindCommand(n) >= 0)];
            TimedCommand[] commands = CommandGen.Make(device, names, 3000, 1);
            string file = Path.Combine(folder, "t" + (packed ? ".gz" : ""));
            Assert.Equal(commands.Length, CommandTraces.Write(file, format, device, new CommandGen.ListSource(commands), [], TestContext.Current.CancellationToken));
            Assert.Equal(commands, CommandGen.ReadFile(file, device));
            using TraceFile opened = TraceFile.Open(file);
            Assert.Equal(format, opened.CommandFormat);
        }
    }

    [Fact]
    public void Commands_that_a_format_cannot_hold_are_refused()
    {
        DeviceModel pim = DeviceModelLoader.Load("hbm2-2000-pim", []);
        string file = Path.Combine(folder, "t");
        foreach ((CommandFormat format, string name, string code) in new[]
        {
            (CommandFormat.Ramulator, "PIM_MODE", "PIM0537"), (CommandFormat.DramSim3, "PREab", "PIM0537"), (CommandFormat.DramSys, "ACT", "PIM0536"),
        })
        {
            TimedCommand command = new(0, (short)pim.Standard.FindCommand(name), 0, 0, 0, default);
            UserErrorException e = Assert.Throws<UserErrorException>(() => CommandTraces.Write(file, format, pim, new CommandGen.ListSource([command]), [], TestContext.Current.CancellationToken));
            Assert.Equal(code, e.Diagnostics[0].Code);
            Assert.False(File.Exists(file));
        }
    }

    [Fact]
    public void Levels_follow_the_header()
    {
        TimedCommand[] commands = CommandGen.ReadText("clock,command,Channel,PseudoChannel,Sid,BankGroup,Bank,Row,Column,type,source\n5,ACT,3,1,0,2,1,77,0,0,0\r\n6,REFab,3,0,0,-1,-1,-1,-1,-1,-1\n", CommandGen.Hbm2);
        Assert.Equal((3, 1), CommandGen.Channel(commands[0]));
        Assert.Equal((5, 9, 77, 0), CommandGen.Place(commands[0]));
        Assert.Equal((3, 0), CommandGen.Channel(commands[1]));
        Assert.Equal((6, 0, 0, 0), CommandGen.Place(commands[1]));
        commands = CommandGen.ReadText("5 activate 7 0 2 1 0x4d 0x0\n9 refresh -1 0 -1 -1 -0x1 -0x1\n", CommandGen.Hbm2);
        Assert.Equal((3, 1), CommandGen.Channel(commands[0]));
        Assert.Equal((5, 9, 77, 0), CommandGen.Place(commands[0]));
        Assert.Equal((3, 1), CommandGen.Channel(commands[1]));
    }

    [Theory]
    [InlineData("clock,command,Channel,Depth\n", "PIM0532", 1)]
    [InlineData("clock,command,Channel,Channel\n", "PIM0532", 1)]
    [InlineData(RamulatorHeader + "1,ACT,0,0,0,2,8271,77,1\n", "PIM0531", 2)]
    [InlineData(RamulatorHeader + "1,ACT,0,0,0,2,8271,77,1,0,0\n", "PIM0531", 2)]
    [InlineData(RamulatorHeader + "x,ACT,0,0,0,2,8271,77,1,0\n", "PIM0531", 2)]
    [InlineData(RamulatorHeader + "1,FLY,0,0,0,2,8271,77,1,0\n", "PIM0505", 2)]
    [InlineData(RamulatorHeader + "1,ACT,0,0,0,4,8271,77,1,0\n", "PIM0506", 2)]
    [InlineData(RamulatorHeader + "1,ACT,0,0,0,-1,8271,77,1,0\n", "PIM0506", 2)]
    [InlineData(RamulatorHeader + "1,ACT,0,0,0,1,65536,77,1,0\n", "PIM0506", 2)]
    [InlineData(RamulatorHeader + "1,RD,0,0,0,1,0,128,1,0\n", "PIM0506", 2)]
    [InlineData(RamulatorHeader + "1,RD,1,0,0,1,0,0,1,0\n", "PIM0506", 2)]
    [InlineData(RamulatorHeader + "9,RD,0,0,0,1,0,0,1,0\n8,RD,0,0,0,1,0,0,1,0\n", "PIM0504", 3)]
    [InlineData("1 activate 0 0 0 0 0x1 0x0\n2 fly 0 0 0 0 0x1 0x0\n", "PIM0505", 2)]
    [InlineData("1 activate 0 0 0 0 0x1 0x0\n2 read 0 0 0 0 0x1\n", "PIM0531", 2)]
    [InlineData("1 activate 0 0 0 0 0x1 0x0\n2 read 0 0 0 0 0x1 0x0 1\n", "PIM0531", 2)]
    [InlineData("1 activate 0 0 0 0 0x1 0x0\nread\n", "PIM0531", 2)]
    [InlineData("LD 0x0\n", "PIM0501", 0)]
    [InlineData("what is this\n", "PIM0520", 0)]
    public void A_bad_trace_is_refused_with_its_place(string text, string code, int line)
    {
        Diagnostic fault = CommandGen.Fault(text);
        Assert.Equal((code, line), (fault.Code, fault.Line));
        Assert.NotNull(fault.Remedy);
    }

    [Fact]
    public void One_byte_at_a_time_gives_the_same()
    {
        byte[] text = System.Text.Encoding.ASCII.GetBytes(RamulatorHeader + "1,ACT,0,0,0,2,8271,77,1,0\n\n18,WR,0,0,0,2,8271,77,1,0");
        using CommandTrace trace = CommandTraces.Open(new OneByteStream(text), "t", CommandGen.Ddr4);
        Assert.Equal(CommandGen.Read(text, CommandGen.Ddr4), CommandGen.ReadAll(trace));
        Assert.Equal(2, trace.Commands);
        Assert.Empty(CommandGen.ReadText(""));
    }

    [Fact]
    public void Changed_bytes_are_read_or_refused()
    {
        TimedCommand[] commands = CommandGen.Make(CommandGen.Ddr4, ["ACT", "PREpb", "RD", "WR", "REFab"], 30, 2);
        foreach (CommandFormat format in new[] { CommandFormat.Ramulator, CommandFormat.DramSim3 })
        {
            string file = Path.Combine(folder, "seed");
            CommandTraces.Write(file, format, CommandGen.Ddr4, new CommandGen.ListSource(commands), [], TestContext.Current.CancellationToken);
            byte[] text = File.ReadAllBytes(file);
            Gen.Select(Gen.Int[0, text.Length - 1], Gen.OneOf(Gen.Byte, Gen.Char["0xA,-9 \n\t"].Select(c => (byte)c))).Array[1, 4].ForEach(1500, changes =>
            {
                byte[] changed = [.. text];
                foreach ((int at, byte value) in changes)
                {
                    changed[at] = value;
                }

                try
                {
                    Assert.InRange(CommandGen.Read(changed, CommandGen.Ddr4, format).Length, 0, 31);
                }
                catch (UserErrorException e)
                {
                    Assert.Contains(e.Diagnostics[0].Code, ["PIM0504", "PIM0505", "PIM0506", "PIM0525", "PIM0531", "PIM0532"], StringComparer.Ordinal);
                }
            });
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
