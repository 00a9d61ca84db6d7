using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces.Tests.Requests;

public sealed class RequestTextTests
{
    [Fact]
    public void Ramulator_takes_all_its_forms()
    {
        Request[] expected = [new(0, 0x1f40, false), new(0, 8000, true), new(0, 0x10, false), new(0, 17, true), new(0, 0x12345680, false), new(0, 64, true)];
        Assert.Equal(expected, RequestGen.ReadText("LD 0x1f40\nST 8000\n\nR 0x10\nW 17\r\n  0x12345680 R\n64\tW"));
    }

    [Fact]
    public void Address_vectors_need_a_device()
    {
        RequestReadOptions options = new() { Compose = levels => levels[0] < 4 ? (ulong)((levels[0] * 1000) + levels[^1]) : null };
        Assert.Equal([new Request(0, 2007, false), new Request(0, 3009, true)], RequestGen.ReadText("R 2,0,7\nW 3,1,2,9\n", options: options));
        Diagnostic fault = RequestGen.Fault("R 2,0,7\n");
        Assert.Equal(("PIM0527", 1, 3), (fault.Code, fault.Line, fault.Column));
        Assert.Equal("PIM0527", RequestGen.Fault("R 4,0,7\n", options: options).Code);
        Assert.Equal("PIM0521", RequestGen.Fault("R 3,,7\n", options: options).Code);
        Assert.Equal("PIM0521", RequestGen.Fault("R " + string.Join(',', Enumerable.Repeat("1", 17)) + "\n", options: options).Code);
    }

    [Fact]
    public void Devices_compose_addresses_of_vectors_with_or_without_their_single_levels()
    {
        DeviceModel device = DeviceModelLoader.Load("ddr4-2400-validation", []);
        RequestReadOptions options = new() { Compose = AddressComposers.For(device) };
        Request[] requests = RequestGen.ReadText("R 0,0,2,1,8271,77\nR 0,0,0,2,1,8271,77\nR 2,1,8271,77\n", options: options);
        RequestPlace expected = new(0, 0, 0, 9, 8271, 77);
        Assert.All(requests, r => Assert.Equal(expected, device.Controller.Mapping!.Decode(r.Address)));
        Assert.Equal(3, requests.Length);
        foreach (string vector in new[] { "0,0,4,1,8271,77", "0,0,2,1,65536,77", "1,8271,77", "0,0,0,0,2,1,8271,77" })
        {
            Assert.Equal("PIM0527", RequestGen.Fault($"R {vector}\n", options: options).Code);
        }
    }

    [Fact]
    public void Dramsim3_takes_its_own_words_and_those_of_its_predecessors()
    {
        Request[] expected = [new(0, 0x409f1340, true), new(3, 0xAB, false), new(3, 0xcd, true), new(9, 0x40, false), new(9, 0x80, true)];
        Assert.Equal(expected, RequestGen.ReadText("0x409f1340 WRITE 0\n0XAB   READ\t3\ncd write 3\r\n40 P_FETCH 9\n80 BOFF 9"));
    }

    [Fact]
    public void Dramsys_takes_lengths_comments_data_and_missing_cycles()
    {
        const string text = "# comment\n31: read 0x400140\n33: (64) write 0x400180 0x00ff10\n\n33 read 7f\nwrite 80\n40:\tread\t0x1";
        Request[] expected = [new(31, 0x400140, false), new(33, 0x400180, true), new(33, 0x7f, false), new(33, 0x80, true), new(40, 1, false)];
        Assert.Equal(expected, RequestGen.ReadText(text));
        Assert.Equal([31, 64, 97, 97, 137], RequestGen.ReadText(text, name: "t.rstl.gz").Select(r => r.Cycle));
        Assert.Equal("PIM0529", RequestGen.Fault("0: (65) read 0x0\n", options: new() { AccessBytes = 64 }).Code);
        Assert.Single(RequestGen.ReadText("0: (64) read 0x0\n", options: new() { AccessBytes = 64 }));
    }

    [Fact]
    public void Data_of_writes_are_kept_on_request()
    {
        byte[] text = "0: write 0x0 0x0102\n1: read 0x0\n2: write 0x8 0xfFfE\n"u8.ToArray();
        using RequestTrace trace = RequestTraces.Open(new MemoryStream(text), "t.stl", null, new RequestReadOptions { KeepData = true });
        Request[] buffer = new Request[2];
        Assert.Equal(2, trace.Read(buffer));
        Assert.Equal([1, 2], trace.WriteData.ToArray());
        Assert.Equal(1, trace.Read(buffer));
        Assert.Equal([0xff, 0xfe], trace.WriteData.ToArray());
        Assert.Equal(2, trace.DataBytes);
        Assert.Equal("PIM0528", RequestGen.Fault("0: write 0x0 0x0102\n1: write 0x0\n", options: new() { KeepData = true }).Code);
    }

    [Theory]
    [InlineData("LD 0x1f40\nLD\n", "PIM0521", 2, 3)]
    [InlineData("LD 0x1f40\nLD 0x\n", "PIM0521", 2, 4)]
    [InlineData("LD 0x1f40 7\n", "PIM0520", 0, 0)]
    [InlineData("LD 1\nLD 2 7\n", "PIM0521", 2, 6)]
    [InlineData("LD 1\nXX 2\n", "PIM0521", 2, 1)]
    [InlineData("LD 1\nLD 0x10000000000000000\n", "PIM0522", 2, 4)]
    [InlineData("LD 1\nLD 9223372036854775808\n", "PIM0522", 2, 4)]
    [InlineData("0x0 READ 5\n0x0 READ 4\n", "PIM0524", 2, 10)]
    [InlineData("0x0 READ 5\n0x0 READ\n", "PIM0521", 2, 5)]
    [InlineData("0x0 READ 5\n0x0 READING 6\n", "PIM0521", 2, 5)]
    [InlineData("0x0 READ 5\n0xg READ 6\n", "PIM0521", 2, 1)]
    [InlineData("0x0 READ 5\n0x0 READ 6 7\n", "PIM0521", 2, 12)]
    [InlineData("0x0 READ 5\n0x0 READ 99999999999999999999\n", "PIM0522", 2, 10)]
    [InlineData("5: read 0x0\n4: read 0x0\n", "PIM0524", 2, 1)]
    [InlineData("5: read 0x0\n6: fetch 0x0\n", "PIM0521", 2, 4)]
    [InlineData("5: read 0x0\n6: read\n", "PIM0521", 2, 8)]
    [InlineData("5: read 0x0\n6: (0) read 0x0\n", "PIM0521", 2, 4)]
    [InlineData("5: read 0x0\n6: write 0x0 0x123\n", "PIM0521", 2, 14)]
    [InlineData("5: read 0x0\n6: read 0x0 0x12\n", "PIM0521", 2, 13)]
    [InlineData("hello world\n", "PIM0520", 0, 0)]
    [InlineData("clock,command,Channel,Rank\n", "PIM0501", 0, 0)]
    [InlineData("3 activate 0 0 2 0 0xf1ca 0x6\n", "PIM0501", 0, 0)]
    public void A_bad_line_is_refused_with_its_place(string text, string code, int line, int column)
    {
        Diagnostic fault = RequestGen.Fault(text);
        Assert.Equal((code, line, column), (fault.Code, fault.Line, fault.Column));
        Assert.Equal("t.trace", fault.File);
        Assert.NotNull(fault.Remedy);
    }

    [Fact]
    public void Numbers_up_to_the_largest_are_taken()
    {
        Assert.Equal(
            [new Request(0, 1, false), new Request(long.MaxValue, ulong.MaxValue, false)],
            RequestGen.ReadText("0x000000000000000000000000001 READ 00000000000000000000000\n0xffffffffffffffff READ 9223372036854775807\n"));
        Assert.Equal("PIM0522", RequestGen.Fault("9223372036854775807: read 0\n1: read 0\n", name: "t.rstl").Code);
    }

    [Fact]
    public void Lines_without_end_are_refused_within_bounded_memory()
    {
        string spaces = new(' ', 20_000);
        foreach (string text in new[] { new string('1', 1_000_000), "0x0" + spaces + "READ 0\n", "#" + new string('x', 600_000) + "\n" })
        {
            Assert.Equal("PIM0523", RequestGen.Fault(text, RequestFormat.DramSim3).Code.Replace("PIM0521", "PIM0523", StringComparison.Ordinal));
        }

        Assert.Equal("PIM0523", RequestGen.Fault("0x0" + spaces + "READ 0\n", RequestFormat.DramSim3).Code);
    }

    [Fact]
    public void Empty_traces_have_no_requests()
    {
        foreach (string text in new[] { "", "\n", " \r\n\n", "# nothing\n" })
        {
            Assert.Empty(RequestGen.ReadText(text));
        }

        Assert.Empty(RequestGen.ReadText("", RequestFormat.DramSim3));
    }
}
