namespace System.Runtime.CompilerServices;

// The runtime looks this attribute up by name: it lets this assembly call internal members of the named one.
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
{
    public string AssemblyName { get; } = assemblyName;
}
