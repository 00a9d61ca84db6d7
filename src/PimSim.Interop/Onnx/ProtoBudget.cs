using System.Collections.Frozen;
using PimSim.Core;

namespace PimSim.Interop;

/// <summary>
/// Counts the messages of an ONNX file before they become objects: an empty message has two bytes in a file and a hundred in
/// memory. Also the first to notice a cut file.
/// </summary>
internal ref struct ProtoBudget
{
    private const int AlwaysAllowedMessages = 1 << 16;
    private const int BytesOfMessage = 16;

    /// <summary>Fields that hold messages, by the kind of message they are in.</summary>
    private static readonly FrozenDictionary<(Kind Kind, ulong Field), Kind> Nested = new Dictionary<(Kind, ulong), Kind>
    {
        [(Kind.Model, 7)] = Kind.Graph,
        [(Kind.Model, 8)] = Kind.Leaf,
        [(Kind.Model, 14)] = Kind.Leaf,
        [(Kind.Graph, 1)] = Kind.Node,
        [(Kind.Graph, 5)] = Kind.Tensor,
        [(Kind.Graph, 11)] = Kind.Value,
        [(Kind.Graph, 12)] = Kind.Value,
        [(Kind.Node, 5)] = Kind.Attribute,
        [(Kind.Attribute, 5)] = Kind.Tensor,
        [(Kind.Tensor, 13)] = Kind.Leaf,
        [(Kind.Value, 2)] = Kind.Type,
        [(Kind.Type, 1)] = Kind.TensorType,
        [(Kind.TensorType, 2)] = Kind.Shape,
        [(Kind.Shape, 1)] = Kind.Leaf,
    }.ToFrozenDictionary();

    private readonly ReadOnlySpan<byte> content;
    private readonly string file;
    private long left;
    private int position;

    private ProtoBudget(ReadOnlySpan<byte> content, string file)
    {
        this.content = content;
        this.file = file;
        left = AlwaysAllowedMessages + (content.Length / BytesOfMessage);
    }

    private enum Kind
    {
        Model,
        Graph,
        Node,
        Tensor,
        Value,
        Attribute,
        Type,
        TensorType,
        Shape,
        Leaf,
    }

    /// <summary>Walks through a file.</summary>
    /// <exception cref="UserErrorException">PIM1040: cut, or no protobuf. PIM1050: more messages than a network of this size has.</exception>
    public static void Check(ReadOnlySpan<byte> content, string file) => new ProtoBudget(content, file).Walk(Kind.Model, content.Length);

    private void Walk(Kind kind, int end)
    {
        while (this.position < end)
        {
            ulong tag = Varint(end);
            switch (tag & 7)
            {
                case 0:
                    Varint(end);
                    break;
                case 1:
                    Skip(sizeof(ulong), end);
                    break;
                case 5:
                    Skip(sizeof(uint), end);
                    break;
                case 2:
                    ulong length = Varint(end);
                    int start = this.position;
                    Skip(length, end);
                    if (Nested.TryGetValue((kind, tag >> 3), out Kind inner))
                    {
                        int after = this.position;
                        this.position = start;
                        Count();
                        Walk(inner, after);
                    }

                    break;
                default:
                    throw OnnxFault.Cut($"a field of an unknown form at byte {this.position}", this.file);
            }
        }
    }

    private void Count()
    {
        if (--this.left < 0)
        {
            throw new UserErrorException("PIM1050", "the file has more nodes, tensors and attributes than a network of its size can have", this.file, "export the network again");
        }
    }

    private ulong Varint(int end)
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            if (this.position >= end)
            {
                break;
            }

            byte part = this.content[this.position++];
            value |= shift < 64 ? (ulong)(part & 0x7F) << shift : 0;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw OnnxFault.Cut($"an integer that does not end at byte {this.position}", this.file);
    }

    private void Skip(ulong bytes, int end)
    {
        if (bytes > (ulong)(end - this.position))
        {
            throw OnnxFault.Cut($"{bytes} bytes are claimed at byte {this.position}, {end - this.position} are there", this.file);
        }

        this.position += (int)bytes;
    }
}
