using PimSim.Core;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>Command ids of a device that kernels use: plain ones, and those that reach one bank of every unit.</summary>
internal sealed class KernelCommands
{
    public KernelCommands(DeviceModel model)
    {
        MemoryStandard s = model.Standard;
        var roles = new CommandRoles(s);
        Activate = roles.Activate;
        Precharge = roles.Precharge;
        PrechargeAll = roles.PrechargeAll;
        Read = roles.Read;
        Write = roles.Write;
        Mode = Find(s, c => c.Operation == PimOperation.Mode, "changes the mode");
        Open = Find(s, c => c.EveryUnit && c.Effects == CommandEffects.Opens, "opens a row in one bank of every unit");
        Close = Find(s, c => c.EveryUnit && c.Effects == CommandEffects.Closes, "closes the row in one bank of every unit");
        Control = Find(s, c => c.EveryUnit && c.Operation == PimOperation.Clear, "writes the control register of every unit");
        LoadProgram = Find(s, c => c.EveryUnit && c.Operation == PimOperation.LoadProgramBus, "loads the instruction store over the bus");
        LoadInput = Find(s, c => c.EveryUnit && c.Operation == PimOperation.LoadInput, "loads an input register through an open row");
        VectorRow = Find(s, c => c.EveryUnit && c.Operation == PimOperation.VectorRow, "computes on a column of one bank of every unit");
        WriteBack = Find(s, c => c.EveryUnit && c.Operation == PimOperation.WriteBack, "writes a register to one bank of every unit");
    }

    public int Activate { get; }

    public int Precharge { get; }

    public int PrechargeAll { get; }

    public int Read { get; }

    public int Write { get; }

    public int Mode { get; }

    public int Open { get; }

    public int Close { get; }

    public int Control { get; }

    public int LoadProgram { get; }

    public int LoadInput { get; }

    public int VectorRow { get; }

    public int WriteBack { get; }

    private static int Find(MemoryStandard s, Func<CommandSpec, bool> does, string what) => s.Commands.FirstOrDefault(does)?.Id
        ?? throw new UserErrorException("PIM0709", $"standard '{s.Name}' has no command that {what}", null, "kernels run on devices over 'hbm-pim', for example hbm2-pim-fp16");
}
