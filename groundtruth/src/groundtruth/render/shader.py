"""GLSL programs: one for the picture, one for shadow maps."""

VERTEX = """
#version 330
in vec3 position; in vec3 normal; in vec2 uv; in vec3 colour; in vec3 second;
in vec4 look; in vec3 light; in vec3 toward; in float glow; in float person;
uniform mat4 clip;
out vec3 P; out vec3 N; out vec2 UV; out vec3 A; out vec3 B; out vec3 E; out vec3 D; out float G;
flat out vec4 L; flat out float W;
void main() {
    P = position; N = normal; UV = uv; A = colour; B = second; E = light; D = toward; G = glow;
    L = look; W = person;
    gl_Position = clip * vec4(position, 1.0);
}
"""

FRAGMENT = """
#version 330
in vec3 P; in vec3 N; in vec2 UV; in vec3 A; in vec3 B; in vec3 E; in vec3 D; in float G;
flat in vec4 L; flat in float W;
uniform sampler2DArray grain;
uniform sampler2DShadow shade;
uniform mat4 key_clip; uniform vec4 key_at; uniform vec3 key_colour; uniform float key_soft;
uniform vec3 eye; uniform vec3 above; uniform vec3 below;
out vec4 result;

float ggx(float nh, float r) { float a = r * r; float d = nh * nh * (a - 1.0) + 1.0;
    return a / (3.14159 * d * d); }

vec3 spec(vec3 n, vec3 v, vec3 l, float rough, float f0) {
    vec3 h = normalize(v + l);
    float nl = max(dot(n, l), 0.0), nv = max(dot(n, v), 0.05), vh = max(dot(v, h), 0.0);
    float f = f0 + (1.0 - f0) * pow(1.0 - vh, 5.0);
    float k = rough * rough * 0.5 + 0.05;
    float g = 0.25 / ((nv * (1.0 - k) + k) * (nl * (1.0 - k) + k));
    return vec3(ggx(max(dot(n, h), 0.0), rough * rough) * g * f * nl);
}

float lit(vec3 n) {
    vec4 q = key_clip * vec4(P + n * 0.012, 1.0);
    vec3 s = q.xyz / q.w * 0.5 + 0.5;
    if (q.w <= 0.0 || any(lessThan(s, vec3(0.0))) || any(greaterThan(s.xy, vec2(1.0)))) return 1.0;
    s.z = min(s.z - 0.0006, 0.9999);
    float turn = 6.2832 * fract(52.9829 * fract(dot(gl_FragCoord.xy, vec2(0.06711, 0.00584))));
    float sum = 0.0;
    for (int i = 0; i < 12; i++) {
        float a = turn + float(i) * 2.39996;
        vec2 o = vec2(cos(a), sin(a)) * sqrt((float(i) + 0.5) / 12.0) * key_soft;
        sum += texture(shade, vec3(s.xy + o, s.z));
    }
    return sum / 12.0;
}

void main() {
    vec4 t = texture(grain, vec3(UV, L.x));
    float rough = L.y; int kind = int(L.w + 0.5);
    vec3 albedo = mix(A, B, t.r) * t.a;
    if (kind == 5) { result = vec4(albedo * G, W); return; }
    vec3 v = normalize(eye - P);
    vec3 n = dot(N, N) > 1e-12 ? normalize(N) : v;
    if (dot(n, v) < 0.0 && !gl_FrontFacing) n = -n;
    // Tangents from how position and uv change over the picture.
    vec3 p1 = dFdx(P), p2 = dFdy(P); vec2 u1 = dFdx(UV), u2 = dFdy(UV);
    float det = u1.x * u2.y - u1.y * u2.x;
    vec3 m = n;
    if (abs(det) > 1e-14) {
        vec3 tu = (p1 * u2.y - p2 * u1.y) / det, tv = (p2 * u1.x - p1 * u2.x) / det;
        tu -= n * dot(tu, n); tv -= n * dot(tv, n);
        tu /= max(length(tu), 1e-9); tv /= max(length(tv), 1e-9);
        m = normalize(n - L.z * ((t.g - 0.502) * 2.0 * tu + (t.b - 0.502) * 2.0 * tv));
    }
    float amount = dot(E, vec3(0.3, 0.59, 0.11));
    float lead = length(D);
    vec3 d = lead > 1e-5 ? D / lead : n;
    float share = clamp(lead / max(amount, 1e-4), 0.0, 1.0);
    // The baked light was gathered with the smooth normal; the grain tilts it.
    float tilt = 1.0 + share * clamp((dot(m, d) - dot(n, d)) / max(dot(n, d), 0.35), -0.8, 1.5);
    vec3 soft = E * max(tilt, 0.1);
    vec3 l = key_at.w > 0.5 ? normalize(key_at.xyz - P) : normalize(key_at.xyz);
    vec3 ray = key_at.xyz - P;
    float away = key_at.w > 0.5 ? dot(key_at.xyz, key_at.xyz) / dot(ray, ray) : 1.0;
    float nl = dot(m, l);
    float open = 0.0;
    if (key_colour.g > 0.0 && nl > -0.3) open = lit(n);
    vec3 key = key_colour * away * open;
    vec3 direct;
    float f0 = 0.04;
    if (kind == 1) {
        // Light wanders under the skin, red furthest, so the edge of the shadow is soft and warm.
        vec3 wrap = vec3(0.28, 0.12, 0.08);
        direct = clamp((vec3(nl) + wrap) / (1.0 + wrap), 0.0, 1.0);
        direct *= direct;
        direct = mix(direct, vec3(max(nl, 0.0)), 0.5);
        f0 = 0.028;
    } else direct = vec3(max(nl, 0.0));
    vec3 c = albedo * (soft + key * direct);
    if (kind == 3) {
        // Hair shines in bands across the strands (which run down the texture).
        vec3 down = vec3(0.0, -1.0, 0.0) + 0.35 * (t.g - 0.5) * vec3(1.0, 0.0, 1.0);
        down = normalize(down + n * n.y);
        float s1 = pow(max(1.0 - pow(dot(down, normalize(v + d)), 2.0), 0.0), 24.0);
        float s2 = pow(max(1.0 - pow(dot(down, normalize(v + l)), 2.0), 0.0), 24.0);
        c += (0.05 * t.r + 0.55 * albedo) * (0.22 * s1 * E + 0.6 * s2 * key * max(nl, 0.0));
    } else {
        c += spec(m, v, d, max(rough, 0.25), f0) * E * share * 1.2;
        c += spec(m, v, l, rough, f0) * key;
        // What a surface mirrors of the room, softly.
        vec3 r = reflect(-v, m);
        float nv = max(dot(m, v), 0.0);
        float f = f0 + (max(1.0 - rough, f0) - f0) * pow(1.0 - nv, 5.0);
        vec3 room = mix(below, above, smoothstep(-0.6, 0.6, r.y));
        float let = clamp(amount / max(dot(above, vec3(0.33)) * 2.0, 1e-3), 0.0, 1.0);
        c += f * room * let * (kind == 2 ? 0.6 : 1.0);
        if (kind == 2) c += albedo * E * 0.18 * pow(1.0 - nv, 3.0);
    }
    c += A * G;
    if (any(isnan(c)) || any(isinf(c))) c = albedo * E;
    c = clamp(c, 0.0, 60.0);
    result = vec4(c, W);
}
"""

SHADOW_VERTEX = """
#version 330
in vec3 position;
uniform mat4 clip;
void main() { gl_Position = clip * vec4(position, 1.0); }
"""

SHADOW_FRAGMENT = """
#version 330
void main() {}
"""
