using PimSim.Core;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>Command ids of a device that lowerings use.</summary>
internal sealed class PimCommands
{
    public PimCommands(DeviceModel model)
    {
        MemoryStandard s = model.Standard;
        var roles = new CommandRoles(s);
        Activate = roles.Activate;
        ActivateAll = roles.ActivateAll;
        Precharge = roles.Precharge;
        PrechargeAll = roles.PrechargeAll;
        Read = roles.Read;
        Write = roles.Write;
        Mode = Find(s, PimOperation.Mode);
        LoadInput = Find(s, PimOperation.LoadInput);
        LoadThreshold = Find(s, PimOperation.LoadThreshold);
        Xnor = Find(s, PimOperation.XnorAccumulate);
        Threshold = Find(s, PimOperation.Threshold);
        Pool = Find(s, PimOperation.Pool);
        Pack = Find(s, PimOperation.Pack);
        Vector = Find(s, PimOperation.Vector);
        VectorRow = Find(s, PimOperation.VectorRow);
        WriteBack = Find(s, PimOperation.WriteBack);
        ReadOut = Find(s, PimOperation.ReadOut);
        Clear = Find(s, PimOperation.Clear);
        if (ActivateAll < 0)
        {
            throw new UserErrorException("PIM0709", $"standard '{s.Name}' has no all-bank activate", null, "add ACTab to the standard's file");
        }
    }

    public int Activate { get; }

    public int ActivateAll { get; }

    public int Precharge { get; }

    public int PrechargeAll { get; }

    public int Read { get; }

    public int Write { get; }

    public int Mode { get; }

    public int LoadInput { get; }

    public int LoadThreshold { get; }

    public int Xnor { get; }

    public int Threshold { get; }

    public int Pool { get; }

    public int Pack { get; }

    public int Vector { get; }

    public int VectorRow { get; }

    public int WriteBack { get; }

    public int ReadOut { get; }

    public int Clear { get; }

    private static int Find(MemoryStandard s, PimOperation operation)
    {
        int id = s.FindCommand(operation);
        return id >= 0 ? id : throw new UserErrorException("PIM0709", $"standard '{s.Name}' has no command that does {operation}", null, "add it to the standard's file");
    }
}
