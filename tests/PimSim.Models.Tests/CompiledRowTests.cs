namespace PimSim.Models.Tests;

public sealed class CompiledRowTests
{
    [Fact]
    public void TinyRowsAreCompiled()
    {
        using TinyModel tiny = new();
        DeviceModel model = tiny.Load();
        IReadOnlyList<ConstraintRow> rows = model.Standard.Constraints;

        Assert.Equal("RC REF REFI XNOR", string.Join(' ', rows.Select(r => r.Name)));
        Assert.Equal(12, Assert.Single(rows[0].LatencyByCount)); // 21 ns in cycles of 2 ns is 11, and one
        Assert.Equal(6, rows[1].LatencyAfter(99)); // 11 / 2, up
        Assert.Equal("0 1", string.Join(' ', rows[1].From));
        Assert.Equal((200, true), (rows[2].LatencyAfter(0), rows[2].Max));
        Assert.Equal(LevelKind.Rank, rows[3].Level);
        Assert.Equal(257, rows[3].LatencyByCount.Count);
        Assert.Equal((3, 3, 4, 256, 256), (rows[3].LatencyAfter(0), rows[3].LatencyAfter(3), rows[3].LatencyAfter(4), rows[3].LatencyAfter(256), rows[3].LatencyAfter(1000)));
        Assert.Equal(11, rows[3].Line);
        Assert.Equal(2, model.Standard.Commands[0].BusCycles);
        Assert.Equal(5, model.Standard.Commands[2].DataEndCycles);
        Assert.Equal(2, model.HostTurnaroundCycles);
        Assert.Equal(4, model.UnitsPerDomain);
    }

    [Theory]
    [InlineData("PIM_XNOR_ACC", "PIM_XNOR_ACC", 1, 4)]
    [InlineData("PIM_XNOR_ACC", "PIM_XNOR_ACC", 8, 8)]
    [InlineData("PIM_XNOR_ACC", "PIM_THRESHOLD", 8, 12)]
    [InlineData("PIM_VECTOR", "PIM_VECTOR", 16, 16)]
    [InlineData("PIM_VECTOR", "PIM_PACK", 2, 8)]
    [InlineData("PIM_THRESHOLD", "PIM_POOL", 17, 2)]
    [InlineData("PIM_THRESHOLD", "PIM_READ_OUT", 128, 12)]
    [InlineData("PIM_PACK", "PIM_WRITE_BACK", 3, 7)]
    [InlineData("PIM_LOAD_INPUT", "PIM_XNOR_ACC", 0, 7)]
    [InlineData("PIM_WRITE_BACK", "PIM_XNOR_ACC", 0, 15)]
    [InlineData("PIM_READ_OUT", "PIM_LOAD_INPUT", 0, 13)]
    [InlineData("PIM_CLEAR", "PIM_XNOR_ACC", 0, 1)]
    [InlineData("ACTab", "PIM_XNOR_ACC", 0, 15)]
    [InlineData("ACTab", "PIM_WRITE_BACK", 0, 13)]
    [InlineData("ACTab", "REFab", 0, 49)]
    [InlineData("PREab", "PIM_MODE", 0, 14)]
    [InlineData("REFab", "PIM_CLEAR", 0, 260)]
    [InlineData("PIM_MODE", "RD", 0, 24)]
    public void NearBankDistances(string from, string to, int n, int cycles)
    {
        MemoryStandard standard = DeviceModelLoader.Load("hbm2-2000-pim", []).Standard;
        int fromId = standard.FindCommand(from);
        int toId = standard.FindCommand(to);
        Assert.Equal(cycles, standard.Constraints.Where(r => !r.Max && !r.Sibling && r.From.Contains(fromId) && r.To.Contains(toId)).Max(r => r.LatencyAfter(n)));
    }

    [Fact]
    public void NothingIsInFlightAcrossAModeChange()
    {
        foreach (DeviceModel model in DeviceCatalog.Names.Select(n => DeviceModelLoader.Load(n, [])).Where(m => m.Unit is not null))
        {
            (string device, MemoryStandard standard) = (model.Name, model.Standard);
            int mode = standard.FindCommand(PimOperation.Mode);
            foreach (CommandSpec command in standard.Commands)
            {
                bool entersPowerDown = command.Name is "PDEA" or "PDEP" or "SREFEN";
                bool leavesPowerDown = command.Name is "PDXA" or "PDXP" or "SREFEX";
                int before = Longest(standard, command.Id, mode);
                int after = Longest(standard, mode, command.Id);
                Assert.True(entersPowerDown || before >= Math.Max(1, command.DataEndCycles), $"{device}: {command.Name} to PIM_MODE is {before}");
                Assert.True(leavesPowerDown || after == standard.Parameters["MOD"], $"{device}: PIM_MODE to {command.Name} is {after}");
            }
        }
    }

    [Theory]
    [InlineData("13.32", 16)]
    [InlineData("13.75", 17)]
    [InlineData("15.0", 18)] // 18.007 cycles: within the guard band
    [InlineData("15.02", 19)] // 18.031 cycles
    [InlineData("0", 0)]
    public void JedecRounding(string ns, int cycles)
    {
        Assert.True(Rational.TryParse(ns, out Rational time));
        Assert.Equal((Rational)cycles, new ClockRounding(833, 974).Cycles(time));
    }

    [Fact]
    public void PlainRoundingGoesUp()
    {
        Assert.True(Rational.TryParse("15.001", out Rational time));
        Assert.Equal((Rational)16, new ClockRounding(1000, 1000).Cycles(time));
        Assert.Equal((Rational)15, new ClockRounding(1000, 1000).Cycles(15));
    }

    private static int Longest(MemoryStandard standard, int from, int to) =>
        standard.Constraints.Where(r => !r.Max && !r.Sibling && r.From.Contains(from) && r.To.Contains(to)).Select(r => r.LatencyAfter(0)).DefaultIfEmpty(0).Max();
}
