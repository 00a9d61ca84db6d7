using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces.Tests.Commands;

public sealed class DeviceMappingTests
{
    private static readonly byte[] Word = new byte[TestDevice.AccessBytes];

    public static TheoryData<int, string> Outside() => new()
    {
        { 0, "channel" },
        { 1, "pseudo-channel" },
        { 2, "rank" },
        { 3, "bank" },
        { 4, "row" },
        { 5, "column" },
        { 6, "parity" },
        { 7, "unit" },
    };

    [Theory]
    [MemberData(nameof(Outside))]
    public void Places_outside_the_device_are_refused(int which, string name)
    {
        CommandOperands operands = new()
        {
            Bank = (short)(which == 3 ? 4 : 3),
            Row = which == 4 ? 64 : 63,
            Column = (short)(which == 5 ? 8 : 7),
            Parity = (byte)(which == 6 ? 2 : 1),
            Unit = (byte)(which == 7 ? 2 : 1),
        };
        TimedCommand command = new(0, 0, (short)(which == 0 ? 2 : 1), (byte)(which == 1 ? 2 : 1), (byte)(which == 2 ? 1 : 0), operands);
        UserErrorException e = Refused(new TracedCommand(command, default, default));
        Assert.Equal("PIM0506", e.Diagnostics[0].Code);
        Assert.Contains($"has {name} ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_the_device_has_not_is_refused_by_name()
    {
        DeviceModel poorer = TestDevice.Create(["ACT", "RD", "WR"]);
        UserErrorException e = Refused(new TracedCommand(new TimedCommand(0, 4, 0, 0, 0, default), default, default), poorer);
        Assert.Equal("PIM0505", e.Diagnostics[0].Code);
        Assert.Contains("PIM_XNOR_ACC", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Payloads_of_another_size_are_refused()
    {
        foreach ((short id, int bytes) in ((short, int)[])[(3, 0), (3, 7), (0, 8), (2, 4)])
        {
            UserErrorException e = Refused(new TracedCommand(new TimedCommand(0, id, 0, 0, 0, default), new byte[bytes], default));
            Assert.Equal("PIM0507", e.Diagnostics[0].Code);
        }
    }

    [Fact]
    public void Slices_that_leave_the_payload_or_read_nothing_are_refused()
    {
        StreamSlice tooLong = new(0, 0, 1, 2);
        UserErrorException e = Refused(new TracedCommand(new TimedCommand(0, 2, 0, 0, 0, default), Word, new[] { tooLong }));
        Assert.Equal("PIM0508", e.Diagnostics[0].Code);
        e = Refused(new TracedCommand(new TimedCommand(0, 3, 0, 0, 0, default), Word, new[] { tooLong with { Skip = 0 } }));
        Assert.Equal("PIM0508", e.Diagnostics[0].Code);
    }

    private static UserErrorException Refused(TracedCommand traced, DeviceModel? device = null)
    {
        using MemoryStream stream = new(TraceGen.Write([traced]));
        using CommandTraceReader reader = new(stream, "t.pimtrace");
        return Assert.Throws<UserErrorException>(() => reader.ReadAll(device ?? TestDevice.Create(), TestContext.Current.CancellationToken).Count());
    }
}
