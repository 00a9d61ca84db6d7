using PimSim.Models;

namespace PimSim.Device;

/// <summary>Whether a unit command's operands stay inside the unit.</summary>
internal static class OperandLimits
{
    /// <summary>What is wrong, or null.</summary>
    public static string? Fault(PimOperation operation, in CommandOperands o, DeviceModel model)
    {
        ProcessingUnitModel u = model.Unit!;
        int lanes = u.SimdLanes;
        if (o.Count < 0 || o.Register < 0 || o.Accumulator < 0 || o.Entry < 0 || o.Bit < 0 || o.Stride < 0)
        {
            return "an operand is negative";
        }

        if (o.Parity >= u.BanksPerUnit)
        {
            return Beyond("parity", o.Parity, u.BanksPerUnit);
        }

        switch (operation)
        {
            case PimOperation.LoadInput or PimOperation.LoadInputRow:
                return Above("input register", o.Register + 1, u.InputRegisters);
            case PimOperation.LoadThreshold:
                return Above("threshold entry", o.Entry + 1, u.ThresholdEntries);
            case PimOperation.LoadProgram or PimOperation.LoadProgramBus:
                return Above("instruction entry", o.Entry + 1, u.InstructionEntries);
            case PimOperation.XnorAccumulate:
                return Above("input register", o.Register + o.Count, u.InputRegisters)
                    ?? Above("accumulator", o.Accumulator + o.Count, u.Accumulators)
                    ?? Above("accumulator bit", o.Operation + 1, u.AccumulatorBits);
            case PimOperation.Threshold:
                return Above("accumulator", o.Accumulator + (Math.Max(0, o.Count - 1) * o.Stride) + 1, u.Accumulators)
                    ?? Above("threshold entry", o.Entry + o.Count, u.ThresholdEntries)
                    ?? Above("output bit", o.Bit + o.Count, u.LaneBits);
            case PimOperation.Pool:
                return Above("output bit", o.Bit + o.Count, u.LaneBits)
                    ?? Above("output bit", o.Register + (Math.Max(0, o.Groups - 1) * o.Stride) + o.Count, u.LaneBits)
                    ?? Above("threshold entry", o.Entry + o.Count, u.ThresholdEntries);
            case PimOperation.Pack:
                return Above("vector register", o.Register + o.Count, u.VectorRegisters)
                    ?? Above("output bit", o.Bit + (o.Count * lanes), u.LaneBits);
            case PimOperation.Vector or PimOperation.VectorRow or PimOperation.VectorDivide:
                return VectorOperations.CommandOf((VectorOperation)o.Operation) == operation
                    ? VectorFault(o, u, lanes)
                    : $"vector operation {o.Operation} belongs to another vector command";
            case PimOperation.WriteBack or PimOperation.ReadOut or PimOperation.Clear:
                return Buffer(operation, o, u) ?? Above("unit", o.Unit + 1, model.UnitsPerDomain / model.Organization.Chips);
            default:
                return null;
        }
    }

    private static string? VectorFault(in CommandOperands o, ProcessingUnitModel u, int lanes) => (VectorOperation)o.Operation switch
    {
        > VectorOperation.FusedMultiplyAddRowSigns => $"vector operation {o.Operation} does not exist",
        VectorOperation.LoadInput or VectorOperation.MultiplyAddLanes => Above("input register", o.Register + o.Count, u.InputRegisters) ?? Destination(o, u),
        VectorOperation.FusedMultiplyAdd => Above("input element", o.Register + o.Count, u.InputRegisters * lanes) ?? Destination(o, u),
        VectorOperation.FusedMultiplyAddSign => Above("input register", o.Register + o.Count, u.InputRegisters)
            ?? Above("register bit", o.Bit + 1, u.LaneBits) ?? Destination(o, u),
        VectorOperation.Add or VectorOperation.Max or VectorOperation.Multiply => Above("vector register", o.Register + o.Count, u.VectorRegisters) ?? Destination(o, u),
        VectorOperation.Clip => Above("vector register", o.Register + 2, u.VectorRegisters) ?? Destination(o, u),
        VectorOperation.FoldAdd => Above("lane", o.Stride * 2, lanes) ?? Destination(o, u),
        VectorOperation.FusedMultiplyAddTernary => Above("input register", o.Register + o.Count, u.InputRegisters)
            ?? Above("register bit", o.Bit + 2, u.LaneBits) ?? Destination(o, u),
        VectorOperation.FusedMultiplyAddRowSigns => Above("input element", o.Register + o.Count, u.InputRegisters * lanes)
            ?? Above("column bit", o.Bit + lanes, u.LaneBits) ?? Destination(o, u),
        VectorOperation.CountsToReal => Above("accumulator", o.Register + ((lanes - 1) * o.Stride) + o.Count, u.Accumulators) ?? Destination(o, u),
        VectorOperation.BroadcastLane => Above("vector register", o.Register + o.Count, u.VectorRegisters) ?? Above("lane", o.Stride + 1, lanes) ?? Destination(o, u),
        VectorOperation.Keep when o.Bit > (int)VectorComparison.Within => $"comparison {o.Bit} does not exist",
        VectorOperation.MaxPlace => Source(o, o.Register, o.Stride, u)
            ?? Above("vector register", o.Entry + (Math.Max(0, o.Count - 1) * o.Groups) + 1, u.VectorRegisters) ?? Destination(o, u),
        { } operation when VectorOperations.HasSource(operation) => Source(o, o.Register, o.Stride, u)
            ?? (VectorOperations.HasSecondSource(operation) ? Source(o, o.Entry, o.Groups, u) : null) ?? Destination(o, u),
        _ => Destination(o, u),
    };

    /// <summary>Sources stay among the vector registers or among the input elements.</summary>
    private static string? Source(in CommandOperands o, int first, int step, ProcessingUnitModel u)
    {
        int last = first + (Math.Max(0, o.Count - 1) * step);
        return first < CommandOperands.ElementSource
            ? Above("vector register", last + 1, u.VectorRegisters)
            : Above("input element", last - CommandOperands.ElementSource + 1, u.InputRegisters * u.SimdLanes);
    }

    private static string? Buffer(PimOperation operation, in CommandOperands o, ProcessingUnitModel u) => (PimBuffer)o.Operation switch
    {
        > PimBuffer.Input => $"buffer {o.Operation} does not exist",
        PimBuffer.Accumulators when operation == PimOperation.Clear => Above("accumulator", o.Register + o.Count, u.Accumulators),
        PimBuffer.Vector when operation == PimOperation.Clear => Above("vector register", o.Register + o.Count, u.VectorRegisters),
        _ when operation == PimOperation.Clear => null,
        PimBuffer.Accumulators => Above("accumulator", o.Register + 1, u.Accumulators),
        PimBuffer.Vector => Above("vector register", o.Register + 1, u.VectorRegisters),
        PimBuffer.Input => Above("input register", o.Register + 1, u.InputRegisters),
        _ => null,
    };

    private static string? Destination(in CommandOperands o, ProcessingUnitModel u) => Above("vector register", o.Accumulator + o.Count, u.VectorRegisters);

    private static string? Above(string what, int end, int size) => end <= size ? null : Beyond(what, end - 1, size);

    private static string Beyond(string what, int index, int size) => $"{what} {index} is beyond the {size} that a unit has";
}
