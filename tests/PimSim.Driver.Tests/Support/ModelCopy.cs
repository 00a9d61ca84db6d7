using PimSim.Models;

namespace PimSim.Driver.Tests;

/// <summary>Shipped models with parts that no file can change.</summary>
internal static class ModelCopy
{
    public static DeviceModel Of(DeviceModel m, ProcessingUnitModel? unit, MemoryStandard? standard = null, Organization? organization = null) => new()
    {
        Name = m.Name,
        Description = m.Description,
        Hash = m.Hash,
        Standard = standard ?? m.Standard,
        Organization = organization ?? m.Organization,
        ClockPs = m.ClockPs,
        Unit = unit,
        Energy = m.Energy,
        HostTurnaroundCycles = m.HostTurnaroundCycles,
        HostMacsPerCycle = m.HostMacsPerCycle,
        HostAjPerMac = m.HostAjPerMac,
        HostCacheBytes = m.HostCacheBytes,
        RefreshIntervalCycles = m.RefreshIntervalCycles,
        Controller = m.Controller,
        ImagesPerGroup = m.ImagesPerGroup,
        PixelShards = m.PixelShards,
        FirstRow = m.FirstRow,
        FirstLayerOnHost = m.FirstLayerOnHost,
        Numbers = m.Numbers,
        Warnings = m.Warnings,
    };

    public static MemoryStandard Without(MemoryStandard s, Func<CommandSpec, bool> drop) => new()
    {
        Name = s.Name,
        Commands = [.. s.Commands.Where(c => !drop(c)).Select((c, i) => c with { Id = i })],
        Buses = s.Buses,
        Constraints = s.Constraints,
        Parameters = s.Parameters,
    };
}
