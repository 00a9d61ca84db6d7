using PimSim.Models;

namespace PimSim.Traces.Tests;

/// <summary>A device with just enough commands and places for traces.</summary>
internal static class TestDevice
{
    public const int AccessBytes = 8;

    private static readonly (string Name, CommandEffects Effects)[] Specs =
    [
        ("ACT", CommandEffects.Opens),
        ("PREpb", CommandEffects.Closes),
        ("RD", CommandEffects.Reads | CommandEffects.BusOut),
        ("WR", CommandEffects.Writes | CommandEffects.BusIn),
        ("PIM_XNOR_ACC", CommandEffects.Reads | CommandEffects.Computes),
        ("PIM_READ_OUT", CommandEffects.BusOut),
        ("PIM_LOAD_INPUT", CommandEffects.BusIn),
    ];

    public static DeviceModel Create(IEnumerable<string>? order = null, int chips = 1) => new()
    {
        Name = "test-device",
        Description = "for tests",
        Hash = "00112233445566778899aabbccddeeff",
        Standard = new MemoryStandard
        {
            Name = "test",
            Commands = [.. (order ?? Specs.Select(s => s.Name)).Select(Spec)],
            Buses = [new CommandBus("command", LevelKind.Channel)],
            Constraints = [],
            Parameters = new Dictionary<string, long>(StringComparer.Ordinal),
        },
        Organization = new Organization
        {
            Channels = 2,
            PseudoChannels = 2,
            Ranks = 1,
            Chips = chips,
            BankGroups = 2,
            BanksPerGroup = 2,
            Rows = 64,
            ColumnAccesses = 8,
            BusBits = 16,
            BurstLength = 4,
        },
        ClockPs = 1000.5,
        Unit = new ProcessingUnitModel
        {
            BanksPerUnit = 2,
            LaneBits = 64,
            InputRegisters = 4,
            Accumulators = 8,
            AccumulatorBits = 16,
            Overflow = AccumulatorOverflow.Error,
            ThresholdEntries = 16,
            SimdFormat = NumberFormat.Fp32,
            VectorRegisters = 4,
            InstructionEntries = 0,
        },
        Controller = DeviceModelLoader.Load("ddr4-2400-pim", []).Controller,
        Energy = null,
        HostTurnaroundCycles = 10,
        HostMacsPerCycle = 1,
        HostAjPerMac = 1,
        RefreshIntervalCycles = 0,
        ImagesPerGroup = 1,
        PixelShards = 0,
        FirstRow = 0,
        FirstLayerOnHost = false,
        Numbers = [],
        Warnings = [],
    };

    private static CommandSpec Spec(string name, int id) => new()
    {
        Name = name,
        Id = id,
        Scope = LevelKind.Bank,
        Effects = Specs.First(s => string.Equals(s.Name, name, StringComparison.Ordinal)).Effects,
        NeedsOpenRow = false,
        Mode = CommandMode.Any,
        Phase = CommandPhase.Move,
        Bus = 0,
        BusCycles = 1,
        DataEndCycles = 0,
        Operation = PimOperation.None,
    };
}
