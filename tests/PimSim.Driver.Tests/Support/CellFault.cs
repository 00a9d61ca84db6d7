using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver.Tests;

/// <summary>Inverts a cell of domain 0 right after the n-th write of a recorded upload, before it is read back.</summary>
internal sealed class CellFault(PimDevice device, int afterWrite) : ICommandSink
{
    private readonly Dictionary<int, int> rows = [];

    public int Writes { get; private set; }

    public void Record(in TimedCommand command, ReadOnlySpan<byte> input, ReadOnlySpan<byte> output)
    {
        MemoryStandard standard = device.Model.Standard;
        if (command.Channel != 0 || command.PseudoChannel != 0 || command.Rank != 0)
        {
            return;
        }

        string name = standard.Commands[command.Command].Name;
        if (string.Equals(name, "ACT", StringComparison.Ordinal))
        {
            rows[command.Operands.Bank] = command.Operands.Row;
        }
        else if (string.Equals(name, "WR", StringComparison.Ordinal) && Writes++ == afterWrite)
        {
            device.Cores[0].Cells.Flip(new RowAddress(command.Operands.Bank, rows[command.Operands.Bank]), command.Operands.Column, 17);
        }
    }
}
