using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>One program in all domains of a device, none of which waits for another.</summary>
internal static class EveryDomain
{
    /// <summary>By domain: its program, and its barrier group, which is its own.</summary>
    public static (PimProgram[] Programs, int[] Alone) Runs(DeviceModel model, PimProgram program)
    {
        int domains = model.Organization.Domains;
        return ([.. Enumerable.Repeat(program, domains)], [.. Enumerable.Range(0, domains)]);
    }
}
