using CsCheck;
using PimSim.Core;
using PimSim.Tests;

namespace PimSim.Models.Tests;

/// <summary>Addresses and places are one to one, whatever the order of bits and what is mixed.</summary>
public sealed class AddressMappingTests
{
    [Theory]
    [InlineData("row : rank : bank : bank-group : column : pseudo-channel : channel", "")]
    [InlineData("row bank bank-group column[4:2] pseudo-channel channel column[1:0] rank", "")]
    [InlineData("row : bank : bank-group : rank : column : pseudo-channel : channel", "bank ^ row, bank-group ^ row[3:2]")]
    [InlineData("row[14:7] : column : row[6:0] : bank : bank-group : rank : pseudo-channel : channel", "bank[0] ^ row[5], channel ^ row[12:10], channel[0] ^ bank[1]")]
    public void Every_place_has_one_address(string order, string xor)
    {
        DeviceModel model = Load([$"controller.mapping={order}", .. xor.Length == 0 ? Array.Empty<string>() : [$"controller.xor={xor}"]]);
        AddressMapping mapping = model.Controller.Mapping!;
        Organization o = model.Organization;
        Assert.Equal(33, mapping.AddressBits);
        Gen.Select(Gen.Int[0, o.Channels - 1], Gen.Int[0, 1], Gen.Int[0, o.Banks - 1], Gen.Int[0, o.Rows - 1], Gen.Int[0, o.ColumnAccesses - 1]).ForEach(
            2000,
            v =>
            {
                RequestPlace place = new(v.Item1, v.Item2, 0, v.Item3, v.Item4, v.Item5);
                ulong address = mapping.Encode(place);
                Assert.True(address < 1UL << 33);
                Assert.Equal(place, mapping.Decode(address));
                Assert.Equal(place, mapping.Decode(address + 31));
                Assert.Equal(place, mapping.Decode(address + (1UL << 33)));
            });
    }

    [Fact]
    public void Fields_lie_where_the_order_says()
    {
        AddressMapping mapping = Load("controller.mapping=row : bank : bank-group : column : pseudo-channel : channel").Controller.Mapping!;
        Assert.Equal(new RequestPlace(1, 0, 0, 0, 0, 0), mapping.Decode(32));
        Assert.Equal(new RequestPlace(0, 1, 0, 0, 0, 0), mapping.Decode(32 << 3));
        Assert.Equal(new RequestPlace(0, 0, 0, 0, 0, 1), mapping.Decode(32 << 4));
        Assert.Equal(new RequestPlace(0, 0, 0, 4, 0, 0), mapping.Decode(32 << 9));
        Assert.Equal(new RequestPlace(0, 0, 0, 1, 0, 0), mapping.Decode(32 << 11));
        Assert.Equal(new RequestPlace(0, 0, 0, 0, 1, 0), mapping.Decode(32 << 13));
    }

    [Fact]
    public void An_exclusive_or_spreads_rows_over_banks()
    {
        AddressMapping mapping = Load("controller.xor=bank ^ row").Controller.Mapping!;
        int[] banks = [.. Enumerable.Range(0, 4).Select(row => mapping.Decode(mapping.Encode(new RequestPlace(0, 0, 0, 0, 0, 0)) + ((ulong)row << 18)).Bank)];
        Assert.Equal([0, 1, 2, 3], banks);
    }

    [Theory]
    [InlineData("controller.mapping=row : bank : column", "PIM0171")]
    [InlineData("controller.mapping=row : rank : bank : bank-group : column : channel : pseudo-channel : row[0]", "PIM0171")]
    [InlineData("controller.mapping=row : rank : bank : bank-group : colum : channel : pseudo-channel", "PIM0171")]
    [InlineData("controller.mapping=row + bank", "PIM0171")]
    [InlineData("controller.mapping=row[99:0]", "PIM0171")]
    [InlineData("controller.xor=bank & row", "PIM0171")]
    [InlineData("controller.xor=bank ^ bank", "PIM0171")]
    [InlineData("controller.xor=bank[1:0] ^ row[2:0]", "PIM0171")]
    [InlineData("controller.drainStop=20 controller.drainStart=20", "PIM0172")]
    [InlineData("pim.yield=cycles(0)", "PIM0109")]
    [InlineData("pim.yield=sometimes", "PIM0109")]
    public void Faults_have_numbers(string settings, string code)
    {
        string[] each = settings.StartsWith("controller.drain", StringComparison.Ordinal) ? settings.Split(' ') : [settings];
        UserErrorException fault = Assert.Throws<UserErrorException>(() => Load(each));
        Assert.Contains(fault.Diagnostics, d => d.Code == code);
    }

    [Fact]
    public void Sizes_that_are_no_powers_of_two_have_no_mapping()
    {
        Assert.Null(Load("organization.rows=1000").Controller.Mapping);
        UserErrorException fault = Assert.Throws<UserErrorException>(() => Load("organization.rows=1000", "controller.mapping=row : bank"));
        Assert.Contains(fault.Diagnostics, d => d.Code == "PIM0170");
    }

    [Fact]
    public void Per_bank_refresh_needs_a_standard_that_has_it()
    {
        UserErrorException fault = Assert.Throws<UserErrorException>(() => DeviceModelLoader.Load("ddr4-2400", ["refresh.policy=per-bank"]));
        Assert.Contains(fault.Diagnostics, d => d.Code == "PIM0173");
        Assert.Equal(122, Load("refresh.policy=per-bank").Controller.PerBankRefreshIntervalCycles);
    }

    [Fact]
    public void Yield_is_read_with_its_number()
    {
        Assert.Equal((PimYield.Layer, 0), Yield());
        Assert.Equal((PimYield.Never, 0), Yield("pim.yield=never"));
        Assert.Equal((PimYield.Cycles, 5000), Yield("pim.yield=cycles(5000)"));

        static (PimYield, int) Yield(params string[] set)
        {
            ControllerModel c = Load(set).Controller;
            return (c.Yield, c.PimYieldCycles);
        }
    }

    [Fact]
    public void Every_setting_of_the_controller_changes_the_hash()
    {
        string[] settings =
        [
            "controller.scheduler=fcfs", "controller.pagePolicy=closed", "controller.queues=shared", "controller.readQueue=8", "controller.rowHitCap=1",
            "controller.ageLimit=7", "controller.forwarding=false", "controller.xor=bank ^ row", "refresh.postpone=2", "refresh.policy=per-bank",
            "powerDown.policy=power-down", "powerDown.idle=9", "pim.yield=never", "controller.drainStop=1", "controller.rowAccessCap=9", "controller.rowIdle=9",
        ];
        string[] hashes = [.. settings.Select(s => Load(s).Hash), Load().Hash];
        Assert.Equal(hashes.Length, hashes.Distinct(StringComparer.Ordinal).Count());
    }

    private static DeviceModel Load(params string[] set) => DeviceModelLoader.Load("hbm2-2000-pim", set);
}
